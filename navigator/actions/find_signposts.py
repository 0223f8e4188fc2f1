"""Find signposts: from what someone answered, where they are and what they speak, to the services that fit and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from navigator.directory.match import Reason, Signpost, Wanted, excludes, unknowns
from navigator.flows.walk import ABOUT, Walk
from navigator.places.help_now import Danger
from navigator.places.whereabouts import NOWHERE, Whereabouts
from navigator.shelf import Baked

#: Signposts shown for one need before "show more".
FEW = 4


@dataclass(frozen=True)
class ForNeed:
    """The signposts for one need, best first. `shown` of them are meant to be seen at once."""

    need: str
    signposts: tuple[Signpost, ...]


@dataclass(frozen=True)
class Found:
    """What there is for one person: dangers with their first services, signposts by need, where they are, who to turn to."""

    dangers: tuple[tuple[Danger, tuple[Signpost, ...]], ...] = ()
    by_need: tuple[ForNeed, ...] = ()
    whereabouts: Whereabouts = NOWHERE
    front_doors: tuple[Signpost, ...] = ()
    wanted: Wanted = field(default_factory=Wanted)


def wanted_of(
    walk: Walk,
    where: Whereabouts,
    languages: tuple[str, ...],
    home: str,
    extra_kinds: tuple[str, ...] = (),
    wishes: tuple[str, ...] = (),
) -> Wanted:
    """Return what a finished (or half-finished) walk says a person is looking for."""
    ages = next((option.ages for option in reversed(walk.options) if option.ages), None)
    gender = next((option.gender for option in walk.options if option.gender), "")
    people = frozenset(group for option in walk.options for group in option.people)
    kinds = tuple(dict.fromkeys((*walk.kinds, *extra_kinds)))
    return Wanted(
        needs=walk.all_needs,
        kinds=kinds,
        ages=ages,
        gender=gender,
        people=people,
        areas=where.areas,
        point=where.point,
        languages=languages,
        home=home,
        wishes=frozenset(wishes),
    )


def find_signposts(
    baked: Baked,
    wanted: Wanted,
    where: Whereabouts,
    dangers: tuple[str, ...],
    now: datetime,
    kinds_of_needs: Mapping[str, tuple[str, ...]] | None = None,
) -> Found:
    """Return everything to show someone who wants *wanted*.

    A service stands once, under the need it fits best; needs keep their order. Dangers come first, with the services named for
    them in `help_now.yaml`, less those that do not take this person.
    """
    urgent = tuple((baked.help_now.dangers[kind], _danger_services(baked, kind, wanted, now)) for kind in dangers)
    # Whoever stands at the end of every page stands there only.
    shown = {signpost.service.id for _, services in urgent for signpost in services} | set(baked.place.front_doors)
    by_need = []
    # A kind of help belongs to the need whose question asked for it, and to the need it is filed under; one filed under a need
    # nobody has belongs to the first.
    filed = {kind: baked.flows.needs_of_kinds.get(kind, "") for kind in wanted.kinds}
    filed = {kind: need if need in wanted.needs else wanted.needs[0] for kind, need in filed.items() if wanted.needs}
    own = kinds_of_needs or {}
    for need in wanted.needs:
        # Weighed need by need: a service for the second need must not be judged by the first one's kinds of help.
        kinds = tuple(kind for kind in wanted.kinds if kind in own.get(need, ()) or filed.get(kind, need) == need)
        of_need = baked.flows.needs[need]
        alone = replace(wanted, needs=(need,), kinds=kinds, usual=of_need.kinds, likely=frozenset(of_need.people))
        weighed = [s for s in baked.matcher.signposts(alone, now) if s.service.id not in shown]
        least = baked.matcher.w["enough"] * weighed[0].score if weighed else 0.0
        signposts = tuple(s for s in weighed if s.score > max(least, 0))
        shown |= {signpost.service.id for signpost in signposts[:FEW]}
        if signposts:
            by_need.append(ForNeed(need, signposts))
    return Found(urgent, tuple(by_need), where, front_doors(baked, wanted, now), wanted)


def _danger_services(baked: Baked, kind: str, wanted: Wanted, now: datetime) -> tuple[Signpost, ...]:
    signposts = []
    for service_id in baked.help_now.dangers[kind].services:
        service = baked.directory.services.get(service_id)
        # Where someone lives never keeps them from help in danger; an age or gender they told us does.
        if service and not excludes(service, replace(wanted, areas=None)):
            weighed = baked.matcher.weigh(service, replace(wanted, areas=None), now)
            if weighed:
                signposts.append(replace(weighed, reasons=(Reason("danger", kind), *weighed.reasons)))
    return tuple(signposts)


def front_doors(baked: Baked, wanted: Wanted, now: datetime) -> tuple[Signpost, ...]:
    """Return the people anyone can turn to, at the end of every path."""
    return tuple(
        Signpost(service, 0.0, (), unknowns(service), location=(service.shown_locations or (None,))[0])
        for service in (baked.directory.services[service_id] for service_id in baked.place.front_doors)
    )


def whereabouts_of(baked: Baked, walk_answers: dict[str, str]) -> Whereabouts:
    """Return where someone is, from their answers."""
    said = walk_answers.get(ABOUT + "where", "")
    return baked.table.find(said) if said and said != "rather-not" else NOWHERE
