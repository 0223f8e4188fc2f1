"""Start another place: a folder of commented files, with a service for every number that saves lives, to be filled and checked."""

from __future__ import annotations

import re
from pathlib import Path

from navigator.errors import CannotDo

PLACE = """# The place: its name, its parts, its languages, who meets people at the door. Fill what stands in angle brackets.
id: {id}
name: {name}
full_name: <full name, such as London Borough of {name}>
region: <where it is, such as north London>
code: <the Office for National Statistics' code, such as E09000014>
# The organisation that is the council: an id of organisations.yaml.
council: council
# Areas that hold this whole place: a service for one of them serves people here.
within: [england, uk]
# The order in which the language links stand: the most spoken first.
languages: [en]

# Who a resident can always turn to, at the end of every path. Service ids, in order.
front_doors: [council-front-desk]
council_contact: council-front-desk

neighbours: []
localities:
  - {{id: {id}-all, name: {name}}}
# One line a ward, with its code; the locality is one of those above.
wards: []
# Names people use for parts of the place, for those who give no postcode.
neighbourhoods: []
attribution: <who owns the postcode and ward data, as their licence asks>
"""
ORGANISATIONS = """# Who runs the services. A service names its organisation by id.
- {id: council, name: <the council's name>, sector: statutory}
- {id: emergency-services, name: Emergency services, sector: statutory}
- {id: nhs-england, name: NHS England, sector: nhs}
- {id: samaritans, name: Samaritans, sector: national}
"""
SERVICE = """# {comment}
id: {id}
name: {name}
organisation: {organisation}
status: open
summary: {summary}
needs:
  main: [{need}]
eligibility:
  says: {who}
how_to_get_it: {how}
cost: {{kind: free}}
delivery: [phone]
contacts:
  phones:
  - {{number: "{number}", verified: true}}
area_served: [{area}]
sources:
- {source}
confidence: high
last_checked: "{checked}"
"""
NATIONAL = (
    ("emergency-999", "999 emergency services", "emergency-services", "Police, ambulance, fire and coastguard when life is in danger now.", "crime", "Everyone.", "Call 999.", "999"),
    ("nhs-111", "NHS 111", "nhs-england", "Health advice by phone, day and night, when it is not an emergency.", "physical_health", "Everyone.", "Call 111.", "111"),
    ("samaritans", "Samaritans", "samaritans", "Somebody to listen, day and night, whatever you are going through.", "mental_wellbeing", "Everyone.", "Call 116 123.", "116 123"),
)  # fmt: skip
DANGERS = {
    "suicide": ("You matter. Talk to someone now", "Do not stay alone with it.", "Call Samaritans on 116 123, free.", ["emergency-999", "samaritans"]),
    "medical": ("This may be an emergency. Call 999", "Do not wait.", "Call 999.", ["emergency-999", "nhs-111"]),
    "domestic_abuse": ("You are not to blame. Help is near", "If you are in danger now, call 999.", "Call 999. If you cannot speak, press 55.", ["emergency-999"]),
    "child_risk": ("A child may not be safe", "If a child is in danger now, call 999.", "Call 999.", ["emergency-999"]),
    "rough_sleeping": ("A place for tonight", "The council must help some people tonight.", "Call the council.", ["council-front-desk"]),
    "fire_gas": ("Get out. Then call", "Leave the building first.", "Call 999 from outside.", ["emergency-999"]),
    "adult_abuse": ("An adult may not be safe", "If they are in danger now, call 999.", "Call 999.", ["emergency-999"]),
}  # fmt: skip


def new_place(folder: Path, place_id: str, name: str, year: str) -> list[Path]:
    """Write a starter place and return its files. Raises `CannotDo` when the name will not do or the folder is there."""
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,40}", place_id):
        raise CannotDo("Give the place a short name of small letters and dashes, such as waltham-forest.")
    target = folder / place_id
    if target.exists():
        raise CannotDo(f"{target} exists already. Choose another name, or change what is there.")
    (target / "services").mkdir(parents=True)
    written = {
        target / "place.yaml": PLACE.format(id=place_id, name=name or place_id.replace("-", " ").title()),
        target / "organisations.yaml": ORGANISATIONS,
        target / "help_now.yaml": _help_now(),
        target / "postcodes.csv": "postcode,latitude,longitude,ward\n",
        target / "ward_boroughs.csv": "ward,borough\n",
        target / "services" / "council-front-desk.yaml": SERVICE.format(
            comment="The council's front door. Put its own number here; until you have seen one, say verified: false.", id="council-front-desk",
            name="<the council's front door>", organisation="council", summary="People at the council listen and find out with you who can help.",
            need="loneliness", who=f"Anyone who lives in {name or place_id}.", how="Ring or walk in.", number="020 7946 0000", area=place_id,
            source="<where you saw this>", checked=year,
        ).replace("verified: true", "verified: false"),
    }  # fmt: skip
    for service_id, title, organisation, summary, need, who, how, number in NATIONAL:
        written[target / "services" / f"{service_id}.yaml"] = SERVICE.format(
            comment="A national service; the same in every place.", id=service_id, name=title, organisation=organisation, summary=summary, need=need,
            who=who, how=how, number=number, area="uk", source="general knowledge (national number)", checked=year,
        )  # fmt: skip
    for path, words in written.items():
        path.write_text(words, encoding="utf-8")
    return list(written)


def _help_now() -> str:
    lines = [
        "# Help for now: what stands on every page, and what comes first for each danger. Read the words twice; add local lines.",
        "strip:",
        '  - {service: emergency-999, number: "999", say: "Danger to life: police, ambulance, fire"}',
        '  - {service: nhs-111, number: "111", say: Urgent health advice}',
        '  - {service: samaritans, number: "116 123", say: "Someone to listen, day and night (Samaritans)"}',
        "all:",
        '  - {service: emergency-999, number: "999", say: "Danger to life"}',
        "dangers:",
    ]
    for kind, (title, say, step, services) in DANGERS.items():
        lines += [
            f"  {kind}:",
            f'    title: "{title}"',
            f'    say: "{say}"',
            "    steps:",
            f'      - "{step}"',
            f"    services: [{', '.join(services)}]",
        ]
    return "\n".join(lines) + "\n"
