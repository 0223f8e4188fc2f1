"""Keeping the directory true: what waits, editing an entry in plain words, deciding, reports, whom to ask, how well it stands."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from flask import request
from sqlalchemy import func, select

from navigator.actions.edit_directory import (
    answer_report,
    ask_for_a_while,
    ask_provider,
    bake_if_edited,
    decide,
    differences,
    find_edit,
    mark,
    plain_fields,
    propose,
    worklist,
)
from navigator.clock import today
from navigator.desk.door import desk_page, desk_view, form_page, to
from navigator.desk.forms import DeskForm, area, day, offers, one_of, pick, several, text, tick
from navigator.desk.network import language_name
from navigator.desk.presenters import service_name
from navigator.directory.records import COST_KINDS, ROUTES, STATUSES, Service
from navigator.errors import CannotDo, DirectoryBroken, RecordMissing
from navigator.messages.address import address_problem
from navigator.upkeep.edits import RHYTHMS, Asking, Edit, Report
from navigator.web.page import SHELF, baked, settings
from navigator.web.staff_door import database, db, me

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
DAY_SAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
COST_WORDS = {
    "free": "Free",
    "charged": "There is a charge",
    "money-check": "Depends on a money check",
    "mixed": "Some of it is free",
    "unknown": "Not known",
}
ROUTE_WORDS = {"yourself": "People ask themselves", "gp": "Through a GP", "professional": "Through a professional"}
STATUS_WORDS = {
    "open": "Open",
    "temporarily-closed": "Closed for a while",
    "closed": "Closed for good",
    "planned": "Not open yet",
    "unverified": "Could not be confirmed",
}
REPORT_SAYS = {
    "phone": "The number is wrong",
    "closed": "It has closed",
    "hours": "The hours are wrong",
    "not-for-me": "They did not take me",
    "other": "Something else",
    "not-found": "Did not find what they need",
    "reads-wrong": "A translation reads wrong",
}


@desk_page("/directory", "edit directory")
def directory():
    """Show what waits: edits, reports, and the entries that most need checking."""
    edits = db().scalars(select(Edit).where(Edit.state == "waiting").order_by(Edit.made_at)).all()
    reports = db().scalars(select(Report).where(Report.answered_at.is_(None)).order_by(Report.made_at)).all()
    newest = db().scalars(select(Edit).where(Edit.state != "waiting").order_by(Edit.decided_at.desc()).limit(20)).all()
    counted: dict[str, int] = dict(
        db()
        .execute(
            select(Report.service_id, func.count()).where(Report.answered_at.is_(None)).group_by(Report.service_id)
        )
        .all()
    )
    services = baked().directory.services.values()
    offered = [s for s in services if s.is_offered]
    health = {
        "services offered": len(offered), "with a number we could check": sum(bool(s.shown_phones) for s in offered),
        "with hours": sum(bool(s.schedule.says or s.schedule.opening) for s in offered),
        "seen true this year": sum(s.last_checked.startswith(str(today().year)) for s in offered), "with an open report": len([s for s in offered if s.id in counted]),
    }  # fmt: skip
    return desk_view(
        "desk/directory.html",
        title="The directory",
        edits=edits,
        reports=reports,
        newest=newest,
        service_name=service_name,
        report_says=REPORT_SAYS,
        health=health,
        work=worklist(baked().directory.services, counted)[:25],
    )


class EntryForm(DeskForm):
    """One entry in plain words."""

    name = text("Name", "Type the name", most=120)
    summary = area("What it does, in a sentence or two", "Write what it does", most=600)
    status = pick("Is it open?", [(s, STATUS_WORDS[s]) for s in STATUSES])
    main_needs = several("What it helps with most", [], "Choose what it helps with most")
    also_needs = several("What it also helps with", [])
    for_whom = text("For whom", most=300)
    youngest = text("Youngest age", most=3)
    oldest = text("Oldest age", most=3)
    routes = several("How people come to it", [(r, ROUTE_WORDS[r]) for r in ROUTES], "Choose how people come to it")
    how = text("How to get it", most=300, hint="For example: Call, or walk in on Tuesday")
    cost = one_of("Cost", [(c, COST_WORDS[c]) for c in COST_KINDS], "Choose one")
    cost_says = text("More about the cost", most=200)
    phones = area(
        "Phone numbers, one a line",
        most=600,
        hint="A number, then a word what it is for. For example: 020 8489 1400 front desk",
    )
    checked_phones = tick(
        "Somebody rang these numbers, or the service gave them to us",
        hint="Without this, numbers are kept and not shown",
    )
    email = text("E-mail address", most=200)
    website = text("Website", most=200, hint="Starts with https://")
    places = area(
        "Addresses, one a line",
        most=900,
        hint="Name; street; postcode. For example: Wood Green Library; High Road, London; N22 6XD",
    )
    languages = several("Languages spoken", [])
    hours_says = text("Hours in words", most=300, hint="For example: Turkish speaker on Tuesdays")
    access = text("Access", most=300)
    area_served = several("Whom it serves", [])
    until = day("Only until", hint="For a closure or other hours for a while: it ends by itself")
    checked_today = tick("I have checked today that all of this is true")
    why = text("Why this change, and how you know", "Say how you know", most=400)


for _number, _day in enumerate(DAYS):
    setattr(
        EntryForm,
        f"open_{_day.lower()}",
        text(
            f"Open on {DAY_SAYS[_number]}",
            most=40,
            hint="For example: 09:00-12:30, 13:30-17:00" if _number == 0 else "",
        ),
    )


def filled(service: Service | None) -> dict[str, Any]:
    """Return what the form starts from."""
    if service is None:
        return {"status": "open", "cost": "unknown", "routes": ["yourself"], "area_served": [baked().place.id]}
    days: dict[str, list[str]] = {d: [] for d in DAYS}
    from navigator.directory.published import simple_hours

    for names, opens, closes in simple_hours(service.schedule.opening):
        for name in names:
            days[name.capitalize()].append(f"{opens}-{closes}")
    return {
        "name": service.name, "summary": service.summary, "status": service.status, "main_needs": list(service.main_needs), "also_needs": list(service.also_needs),
        "for_whom": service.eligibility.says, "youngest": "" if service.eligibility.minimum_age is None else str(service.eligibility.minimum_age),
        "oldest": "" if service.eligibility.maximum_age is None else str(service.eligibility.maximum_age), "routes": list(service.eligibility.routes),
        "how": service.how_to_get_it, "cost": service.cost, "cost_says": service.cost_says, "phones": "\n".join(f"{p.number} {p.label}".strip() for p in service.phones),
        "checked_phones": bool(service.phones) and all(p.verified for p in service.phones), "email": service.email, "website": service.website,
        "places": "\n".join("; ".join((p.name, p.address, p.postcode)) for p in service.locations), "languages": list(service.languages),
        "hours_says": service.schedule.says, "access": service.accessibility, "area_served": list(service.area_served),
        **{f"open_{d.lower()}": ", ".join(spans) for d, spans in days.items()},
    }  # fmt: skip


def settle(form: EntryForm) -> EntryForm:
    """Fill the lists of this place."""
    needs = [(need.id, need.name) for need in baked().flows.needs.values()]
    form.main_needs.choices, form.also_needs.choices = offers(needs), offers(needs)
    spoken = sorted({code for s in baked().directory.services.values() for code in s.languages}, key=language_name)
    form.languages.choices = offers([(code, language_name(code)) for code in spoken])
    form.area_served.choices = offers(list(baked().place.area_names().items()))
    return form


def in_order(chosen: list[str] | None, before: tuple[str, ...]) -> list[str]:
    """Return what was chosen, what stood there before in its old order and the new after it: boxes have no order of their own."""
    chosen = list(chosen or [])
    return [value for value in before if value in chosen] + [value for value in chosen if value not in before]


def after_of(form: EntryForm, service: Service | None, service_id: str, organisation: str) -> dict[str, Any]:
    """Return the fields the entry would have, with a sentence by every field that cannot be read."""
    fields = (
        dict(plain_fields(service))
        if service
        else {
            "id": service_id,
            "organisation": organisation,
            "confidence": "medium",
            "sources": ["said by the service"],
        }
    )
    simple: list[tuple[str, Any]] = [
        ("name", form.name.data),
        ("summary", form.summary.data),
        ("status", form.status.data),
        ("how_to_get_it", form.how.data or ""),
    ]
    eligibility = dict(fields.get("eligibility") or {})
    for key, field in (("minimum_age", form.youngest), ("maximum_age", form.oldest)):
        eligibility.pop(key, None)
        if field.data:
            if not field.data.isdecimal() or int(field.data) > 120:
                form.problem(field.name, "Type an age in whole years, or leave it empty")
            else:
                eligibility[key] = int(field.data)
    if eligibility.get("minimum_age", 0) > eligibility.get("maximum_age", 120):
        form.problem("oldest", "The oldest age is below the youngest")
    eligibility |= {
        "says": form.for_whom.data or "",
        "routes": in_order(form.routes.data, service.eligibility.routes if service else ()),
    }
    fields |= dict(simple)
    fields["eligibility"] = {k: v for k, v in eligibility.items() if v not in ("", [], None)}
    main = in_order(form.main_needs.data, service.main_needs if service else ())
    also = [n for n in in_order(form.also_needs.data, service.also_needs if service else ()) if n not in main]
    fields["needs"] = {k: v for k, v in (("main", main), ("also", also)) if v}
    fields["cost"] = {k: v for k, v in (("kind", form.cost.data), ("says", form.cost_says.data)) if v}
    contacts = {
        "phones": phones_of(form, service),
        "email": (form.email.data or "").replace(" ", ""),
        "website": form.website.data or "",
    }
    if contacts["email"] and address_problem("email", contacts["email"]):
        form.problem("email", "Type an e-mail address such as name@example.org")
    if contacts["website"] and not re.fullmatch(r"https?://\S+\.\S+", contacts["website"]):
        form.problem("website", "Type the whole address, such as https://example.org")
    fields["contacts"] = {k: v for k, v in contacts.items() if v}
    fields["locations"] = places_of(form, service)
    opening = opening_of(form)
    was = service.schedule.opening if service else ""
    from navigator.directory.published import simple_hours

    schedule = {
        "says": form.hours_says.data or "",
        "opening": opening or (was if was and not simple_hours(was) else ""),
        "seen": today().isoformat()[:7] if form.checked_today.data else (service.schedule.seen if service else ""),
    }
    fields["schedules"] = {k: v for k, v in schedule.items() if v}
    fields["languages"] = in_order(form.languages.data, service.languages if service else ())
    fields["area_served"] = in_order(form.area_served.data, service.area_served if service else ())
    access = dict(fields.get("accessibility") or {}) | {"says": form.access.data or ""}
    fields["accessibility"] = {k: v for k, v in access.items() if v not in ("", None)}
    if form.checked_today.data:
        fields |= {"last_checked": today().isoformat(), "checked_by": "desk"}
    return {key: value for key, value in fields.items() if value not in ("", [], {}, None)}


def phones_of(form: EntryForm, service: Service | None) -> list[dict[str, Any]]:
    """Return the numbers of a form. One already checked stays so; a new one counts as checked only when that is said."""
    known = {re.sub(r"\D", "", p.number): p for p in service.phones} if service else {}
    rows = []
    for line in (form.phones.data or "").splitlines():
        found = re.match(r"\s*([+\d][\d\s()-]{1,18}\d)\s*(.*)", line)
        if not line.strip():
            continue
        if not found:
            form.problem("phones", f"We could not read a number in “{line.strip()[:40]}”")
            continue
        number, label = " ".join(found[1].split()), found[2].strip()
        digits = re.sub(r"\D", "", number)
        if len(digits) > 6 and address_problem("phone", number):
            form.problem("phones", f"{number} is not a UK phone number: a figure may be missing")
        before = known.get(digits)
        row = {
            "label": label,
            "number": number,
            "verified": True if form.checked_phones.data or (before and before.verified) else None,
            "kind": before.kind if before and before.kind != "voice" else None,
        }
        rows.append({k: v for k, v in row.items() if v})
    return rows


def places_of(form: EntryForm, service: Service | None) -> list[dict[str, Any]]:
    """Return the addresses of a form; a place that did not move keeps its point on the map."""
    known = {(p.name, p.address, p.postcode): p for p in service.locations} if service else {}
    rows = []
    for line in (form.places.data or "").splitlines():
        if not line.strip(" ;"):
            continue
        parts = [part.strip() for part in line.split(";")]
        if len(parts) != 3:
            form.problem("places", "Write each address as: name; street; postcode")
            continue
        name, address, postcode = parts
        if postcode and baked().table.find(postcode).known == "nothing":
            form.problem("places", f"{postcode} is not a postcode we can read")
        before = known.get((name, address, postcode))
        row = {
            "name": name,
            "address": address,
            "postcode": postcode.upper(),
            "latitude": before.latitude if before else None,
            "longitude": before.longitude if before else None,
            "approximate": before.approximate or None if before else None,
        }
        rows.append({k: v for k, v in row.items() if v not in ("", None)})
    return rows


def opening_of(form: EntryForm) -> str:
    """Return the opening rule of the seven days; days alike in a row are joined."""
    spans: list[tuple[str, str]] = []
    for number, name in enumerate(DAYS):
        field = form[f"open_{name.lower()}"]
        typed = re.sub(r"\s*[-–—]\s*|\s+to\s+", "-", (field.data or "").replace(".", ":"))
        parts = [part.strip() for part in re.split(r"[,;]", typed) if part.strip()]
        for at, part in enumerate(parts):
            hours = re.fullmatch(r"(\d{1,2}:\d\d)-(\d{1,2}:\d\d)", part)
            if not hours or hours[1].zfill(5) >= hours[2].zfill(5) or hours[2].zfill(5) > "24:00":
                form.problem(
                    field.name, f"Type hours such as 09:00-17:00, ending after they start ({DAY_SAYS[number]})"
                )
            elif at and parts[at - 1].split("-")[-1].zfill(5) > hours[1].zfill(5):
                form.problem(field.name, f"The hours of {DAY_SAYS[number]} overlap")
        if parts:
            spans.append((name, ",".join("-".join(t.zfill(5) for t in part.split("-")) for part in parts)))
    groups: list[list[str]] = []
    for name, hours in spans:
        last = groups[-1] if groups else None
        if last and last[-1] == hours and DAYS.index(last[1]) + 1 == DAYS.index(name):
            last[1] = name
        else:
            groups.append([name, name, hours])
    return "; ".join(f"{a if a == b else f'{a}-{b}'} {hours}" for a, b, hours in groups)


@desk_page("/directory/services/<service_id>", "edit directory", ("GET", "POST"))
def edit_service(service_id: str):
    """Change an entry; the change waits for a second pair of eyes."""
    service = baked().directory.services.get(service_id)
    if service is None:
        raise RecordMissing("There is no such service.")
    form = settle(EntryForm(data=filled(service)))
    if form.ok():
        after = after_of(form, service, service_id, service.organisation)
        if not form.errors:
            try:
                edit = propose(
                    db(),
                    settings(),
                    service,
                    after,
                    form.why.data,
                    me().public_id,
                    request.form.get("base", ""),
                    form.until.data,
                )
                db().commit()
                return to("edit", "The change waits to be approved.", edit_id=edit.public_id)
            except CannotDo as error:
                form.problem("why", str(error))
            except DirectoryBroken as error:
                explain(form, error)
    return form_page(
        form,
        f"Change: {service.name}",
        "Propose this change",
        back="directory",
        hidden=[("base", mark(plain_fields(service)))],
        intro="Residents see the entry as it is until somebody approves the change.",
    )


def explain(form: Any, error: DirectoryBroken) -> None:
    """Put what the checker says by the field it means."""
    names = {
        "phones": "phones",
        "locations": "places",
        "needs": "main_needs",
        "schedules": "open_mo",
        "eligibility": "youngest",
        "website": "website",
        "email": "email",
        "summary": "summary",
        "name": "name",
    }
    for problem in error.problems[:6]:
        field = next((mine for theirs, mine in names.items() if theirs in problem.field), "why")
        form.problem(
            field if field in form else "why", f"{problem.field or 'This entry'} {problem.says} {problem.remedy}"
        )


class NewService(EntryForm):
    organisation = pick("Who runs it?", [])


@desk_page("/directory/new", "edit directory", ("GET", "POST"))
def new_service():
    """Add a service."""
    like = baked().directory.services.get(request.args.get("like", ""))
    start = filled(like)
    if like:
        start |= {"name": "", "organisation": like.organisation, "checked_phones": False}
    form = settle(NewService(data=start))
    form.organisation.choices = offers(
        [(o.id, o.name) for o in sorted(baked().directory.organisations.values(), key=lambda o: o.name)]
    )
    if form.ok():
        service_id = re.sub(r"[^a-z0-9]+", "-", form.name.data.lower()).strip("-")[:70]
        if service_id in baked().directory.services:
            form.problem("name", "There is a service of this name. Change that one instead")
        after = after_of(form, None, service_id, form.organisation.data)
        if not form.errors:
            try:
                edit = propose(db(), settings(), None, after, form.why.data, me().public_id)
                db().commit()
                return to("edit", "The new service waits to be approved.", edit_id=edit.public_id)
            except DirectoryBroken as error:
                explain(form, error)
    return form_page(form, "Add a service", "Propose it", back="directory")


class MergeForm(DeskForm):
    into = text("Into which service? The end of its address", "Type the end of the other service's address", most=80)
    why = text("Why, and how you know", "Say how you know", most=400)


@desk_page("/directory/services/<service_id>/merge", "edit directory", ("GET", "POST"))
def merge_service(service_id: str):
    """Close an entry in favour of another: whoever follows the old one is led to it, and its names find it."""
    service = baked().directory.services.get(service_id)
    if service is None:
        raise RecordMissing("There is no such service.")
    form = MergeForm()
    if form.ok():
        other = baked().directory.services.get(form.into.data.rstrip("/").split("/")[-1])
        if other is None or other.id == service_id:
            form.problem("into", "There is no other service with this address")
        else:
            try:
                closed = plain_fields(replace(service, status="closed", replaced_by=(other.id,)))
                names = tuple(dict.fromkeys((*other.formerly, service.name, *service.also_known_as)))
                kept = plain_fields(replace(other, formerly=tuple(name for name in names if name != other.name)))
                propose(db(), settings(), service, closed, form.why.data, me().public_id)
                edit = propose(db(), settings(), other, kept, form.why.data, me().public_id)
                db().commit()
                return to(
                    "edit", "Two changes wait: the old entry closes, the other takes its names.", edit_id=edit.public_id
                )
            except CannotDo as error:
                form.problem("why", str(error))
            except DirectoryBroken as error:
                explain(form, error)
    return form_page(form, f"Merge {service.name} into another", "Propose it", back="directory")


class CampaignForm(DeskForm):
    what = text("What do you ask?", "Say what you ask, such as: your hours over Christmas", most=120)
    need = pick("Which services?", [])
    until = day("Their answers hold until", hint="Then each entry is as it was before")


@desk_page("/directory/campaign", "edit directory", ("GET", "POST"))
def campaign():
    """Ask many services at once, for hours or closures that end by themselves."""
    form = CampaignForm()
    form.need.choices = offers(
        [("", "All whose address we know"), *((need.id, need.name) for need in baked().flows.needs.values())]
    )
    if form.ok():
        if not form.until.data or form.until.data <= today():
            form.problem("until", "Choose a day to come")
        else:
            asked = 0
            for service in baked().directory.services.values():
                if (
                    service.is_offered
                    and service.email
                    and (not form.need.data or form.need.data in (*service.main_needs, *service.also_needs))
                ):
                    asked += ask_for_a_while(
                        db(), service.id, service.email, form.what.data, form.until.data, settings().site
                    )
            db().commit()
            return to("directory", f"{asked} services are asked.")
    return form_page(
        form,
        "Ask many services at once",
        "Ask them",
        back="directory",
        intro="For winter, Ramadan, school holidays. What they answer ends by itself.",
    )


@desk_page("/directory/edits/<edit_id>", "edit directory")
def edit(edit_id: str):
    """Show what an edit changes, and decide."""
    found = find_edit(db(), edit_id)
    return desk_view(
        "desk/edit.html",
        title=f"{service_name(found.service_id)}: {found.state.replace('-', ' ')}",
        edit=found,
        differences=differences(found),
        names={"provider": "the service itself"},
    )


@desk_page("/directory/edits/<edit_id>/<state>", "edit directory", ("POST",))
def decide_edit(edit_id: str, state: str):
    """Approve, send back, revert; what is approved is live when this page comes back."""
    found = find_edit(db(), edit_id)
    try:
        decide(db(), settings(), found, state, me().public_id, request.form.get("answer", ""))
    except DirectoryBroken as error:
        raise CannotDo(f"This would no longer be right: {error.problems[0]}") from None
    db().commit()
    if state in ("approved", "reverted"):
        bake_if_edited(settings(), database(), baked().edits_mark)
        _look_again()
    return to(
        "directory",
        {
            "approved": "Approved, and live now.",
            "reverted": "Reverted: the entry is as it was.",
            "sent-back": "Sent back.",
        }[state],
    )


def _look_again() -> None:
    from flask import current_app

    current_app.extensions[SHELF].look_again()


@desk_page("/directory/services/<service_id>/history", "edit directory")
def history(service_id: str):
    """Show every change of one entry, field by field."""
    rows = db().scalars(select(Edit).where(Edit.service_id == service_id).order_by(Edit.id.desc())).all()
    return desk_view(
        "desk/history.html",
        title=f"History: {service_name(service_id)}",
        rows=[(row, differences(row)) for row in rows],
        service_id=service_id,
    )


class AnswerReport(DeskForm):
    answer = area("What was done?", "Say what was done", most=400)


@desk_page("/directory/reports/<report_id>", "edit directory", ("GET", "POST"))
def report(report_id: str):
    """Show what somebody told us, and close it with what was done."""
    found = db().scalar(select(Report).where(Report.public_id == report_id))
    if found is None:
        raise RecordMissing("There is no such report.")
    form = AnswerReport()
    if form.ok():
        answer_report(db(), found, me().public_id, form.answer.data)
        db().commit()
        return to("directory", "Answered.")
    about = service_name(found.service_id) if found.service_id else "Something that was not found"
    return form_page(
        form,
        f"{about}: {REPORT_SAYS.get(found.kind, found.kind)}",
        "Close the report",
        back="directory",
        intro=f"“{found.words}”" if found.words else "",
        after="",
        warning=f"Needs: {', '.join(found.needs)}" if found.needs else "",
    )


class AskForm(DeskForm):
    email = text("The service's own e-mail address", "Type the address", most=200)
    months = pick("How often?", [(str(n), f"Every {n} month{'s' if n > 1 else ''}") for n in RHYTHMS])
    trusted = tick("Their changes go live without waiting")


@desk_page("/directory/services/<service_id>/ask", "edit directory", ("GET", "POST"))
def ask_service(service_id: str):
    """Say whom to ask whether an entry is still right, and how often."""
    service = baked().directory.services.get(service_id)
    if service is None:
        raise RecordMissing("There is no such service.")
    row = db().get(Asking, service_id)
    form = AskForm(
        data={
            "email": row.email if row else service.email,
            "months": str(row.months if row else 6),
            "trusted": bool(row and row.trusted),
        }
    )
    if form.ok():
        if address_problem("email", form.email.data):
            form.problem("email", "Type an e-mail address such as name@example.org")
        else:
            ask_provider(
                db(),
                service_id,
                form.email.data.replace(" ", ""),
                int(form.months.data),
                form.trusted.data,
                me().public_id,
            )
            db().commit()
            return to("directory", "They are asked at the next round.")
    return form_page(form, f"Ask {service.name}", "Keep it", back="directory")
