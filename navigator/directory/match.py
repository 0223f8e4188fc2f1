"""Which services fit a person's circumstances, how well, and why.

A service is left out only for what it excludes itself: an age, a gender, a borough. Everything else moves it up or down by the
points of `weights.yaml`, and every point that moves it up can be said as a reason. What we do not know is said, not guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from navigator.directory.hours import Today, hours_today
from navigator.directory.records import COMMUNITIES, Location, Service
from navigator.yaml_files import YamlFile

Point = tuple[float, float]

#: Communities by the language that tells of them. A language is a hint that someone is welcome there, nothing more.
LANGUAGE_COMMUNITIES = {
    "tr": ("turkish", "turkish-cypriot", "kurdish"), "ku": ("kurdish", "turkish"), "el": ("greek-cypriot",), "so": ("somali",),
    "pl": ("polish", "east-european"), "ro": ("east-european",), "bg": ("east-european",), "sq": ("east-european",),
    "uk": ("ukrainian",), "es": ("latin-american",), "pt": ("latin-american",), "zh": ("chinese",), "bn": ("south-asian", "muslim"),
    "ur": ("south-asian", "muslim"), "ar": ("muslim",), "fa": (), "fr": ("black-african",), "yi": ("jewish",), "he": ("jewish",),
}  # fmt: skip


#: Groups so wide that someone who named none may well belong to one.
MANY = frozenset({"carers", "parents", "pregnant", "disabled", "older", "migrants", "council-tenants"})


@dataclass(frozen=True)
class Wanted:
    """What a person is looking for, as ids. Order counts: the first need is the most pressing.

    `kinds` were asked for; `usual` are those the needs look for when nobody said. `likely` are groups they may belong to, `people` those they
    said they do. `ages` is a span of whole years, both ends included. `areas` are the areas they live in, None when unknown; `borough` is
    the one they live in. `wishes` are "near" and "free", said in passing. `point` is (latitude, longitude).
    """

    needs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    ages: tuple[int, int] | None = None
    gender: str = ""
    people: frozenset[str] = frozenset()
    likely: frozenset[str] = frozenset()
    areas: frozenset[str] | None = None
    point: Point | None = None
    languages: tuple[str, ...] = ()
    home: str = ""
    wishes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Reason:
    """One true thing about why a service is shown: a code and what fills its sentence."""

    code: str
    value: Any = None


@dataclass(frozen=True)
class Signpost:
    """One service shown to one person, with why. `metres` is None when distance is unknown or does not matter."""

    service: Service
    score: float
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]
    metres: float | None = None
    location: Location | None = None
    today: Today | None = None
    need: str = ""


def read_weights(path: Path | None = None) -> dict[str, float]:
    """Return the points of `weights.yaml` by name."""
    return {
        name: float(points) for name, points in YamlFile(path or Path(__file__).with_name("weights.yaml")).data.items()
    }


class Matcher:
    """Matches people to the services of one directory. Holds services by need, so that only possible ones are weighed."""

    def __init__(
        self,
        services: Mapping[str, Service],
        weights: Mapping[str, float],
        distance: Any,
        needs_of_kinds: Mapping[str, str],
    ):
        self.services, self.w, self.distance, self.needs_of_kinds = services, weights, distance, needs_of_kinds
        self._by_word: dict[str, list[Service]] = {}
        for service in services.values():
            if service.is_offered:
                for word in {*service.main_needs, *service.also_needs, *service.kinds}:
                    self._by_word.setdefault(word, []).append(service)

    def candidates(self, wanted: Wanted) -> list[Service]:
        """Return every service that meets a need or gives a kind of help asked for."""
        found = {
            service.id: service for word in (*wanted.needs, *wanted.kinds) for service in self._by_word.get(word, ())
        }
        return list(found.values())

    def signposts(self, wanted: Wanted, now: datetime, only: Iterable[Service] | None = None) -> list[Signpost]:
        """Return the services that fit *wanted*, best first, each with its reasons. `only` weighs just those."""
        weighed = (self.weigh(service, wanted, now) for service in (self.candidates(wanted) if only is None else only))
        # The id settles ties, so that two people asking the same see the same.
        return sorted(
            (signpost for signpost in weighed if signpost), key=lambda signpost: (-signpost.score, signpost.service.id)
        )

    def weigh(self, service: Service, wanted: Wanted, now: datetime) -> Signpost | None:
        """Return the signpost for one service, or None when the service itself excludes this person."""
        if excludes(service, wanted):
            return None
        points, reasons, need = self._fit(service, wanted)
        for part in (self._people, self._place, self._manner, self._trust):
            more, why = part(service, wanted)
            points += more
            reasons += why
        metres, location, more, why = self._distance(service, wanted)
        points += more
        reasons += why
        today = hours_today(service.schedule.opening, now)
        if today:
            points += self.w["open_now"] * today.open_now + self.w["always_open"] * today.always
        return Signpost(service, round(points, 4), tuple(reasons), unknowns(service), metres, location, today, need)

    def _fit(self, service: Service, wanted: Wanted) -> tuple[float, list[Reason], str]:
        points, reasons, best = 0.0, [], ""
        share = 1.0
        for need in wanted.needs:
            if need in service.main_needs:
                points += self.w["need_main"] * share
                reasons.append(Reason("need", need))
                best = best or need
            elif need in service.also_needs:
                points += self.w["need_also"] * share
                reasons.append(Reason("need", need))
                best = best or need
            share *= self.w["later_need"]
        kinds = [kind for kind in wanted.kinds if kind in service.kinds]
        if kinds:
            points += self.w["kind_first"] + self.w["kind_more"] * (len(kinds) - 1)
            if not best:
                points += self.w["kind_without_need"]
                best = next(
                    (self.needs_of_kinds[kind] for kind in kinds if self.needs_of_kinds.get(kind) in wanted.needs), ""
                )
            reasons = [Reason("kind", kind) for kind in kinds] + [
                reason for reason in reasons if reason.value in service.main_needs
            ]
        elif wanted.kinds and service.kinds:
            points += self.w["kind_missed"]
        elif not wanted.kinds and any(kind in service.kinds for kind in wanted.usual):
            points += self.w["kind_usual"]
        return points, reasons, best or (wanted.needs[0] if wanted.needs else "")

    def _people(self, service: Service, wanted: Wanted) -> tuple[float, list[Reason]]:
        points, reasons = 0.0, []
        who = service.eligibility
        if who.people:
            known = wanted.people | {c for code in wanted.languages for c in LANGUAGE_COMMUNITIES.get(code, ())}
            if wanted.ages and wanted.ages[0] >= 50:
                known |= {"older"}
            yours = [group for group in who.people if group in known]
            if yours:
                points += self.w["made_for_you"]
            elif any(group in wanted.likely for group in who.people):
                pass  # neither a point for it nor one against
                reasons += [Reason("people", group) for group in yours if group in wanted.people][:1]
            elif all(group in COMMUNITIES for group in who.people):
                points += self.w["community_of_others"]
            elif all(group in MANY for group in who.people):
                points += self.w["made_for_many"]
            else:
                points += self.w["made_for_others"]
        if who.minimum_age is not None or who.maximum_age is not None:
            if wanted.ages:
                bounded = who.maximum_age is not None or (who.minimum_age or 0) > 18
                points += self.w["age_fits"] if bounded else 0
                if bounded:
                    reasons.append(Reason("age", (who.minimum_age, who.maximum_age)))
            elif who.maximum_age is not None or (who.minimum_age or 0) > 18:
                points += self.w["age_unknown"]
        if who.gender:
            points += 0 if wanted.gender else self.w["gender_unknown"]
            if wanted.gender:
                reasons.append(Reason("gender", who.gender))
        if (
            "young_people" in service.main_needs
            and wanted.ages
            and wanted.ages[0] > 25
            and "young_people" not in wanted.needs
        ):
            points += self.w["made_for_the_young"]
        spoken = [code for code in wanted.languages if code != "en" and code in service.languages]
        if spoken:
            points += self.w["language_spoken"]
            reasons.append(Reason("language", spoken[0]))
        elif service.interpreters and any(code != "en" for code in wanted.languages):
            points += self.w["interpreters"]
            reasons.append(Reason("interpreters"))
        return points, reasons

    def _place(self, service: Service, wanted: Wanted) -> tuple[float, list[Reason]]:
        wide = {"london", "england", "uk", "north-central-london"}
        own = [area for area in service.area_served if area not in wide]
        # Someone who did not say where they live is taken to live in the place whose page they read.
        areas = wanted.areas if wanted.areas is not None else frozenset({wanted.home})
        here = [area for area in own if area in areas]
        if not here:
            return 0.0, []
        small = [area for area in here if area != wanted.home]
        points = self.w["serves_here"] + (self.w["serves_ward"] if small else 0)
        return points, [Reason("area", (small or here)[0])]

    def _manner(self, service: Service, wanted: Wanted) -> tuple[float, list[Reason]]:
        points = {"free": self.w["free"], "charged": self.w["charged"], "money-check": self.w["money_check"]}.get(
            service.cost, 0.0
        )
        if "free" in wanted.wishes:
            points += self.w["wish"] if service.cost == "free" else -self.w["wish"]
        routes = service.eligibility.routes
        if "yourself" not in routes:
            points += self.w["by_referral_gp"] if "gp" in routes else self.w["by_referral_professional"]
        if service.shown_phones:
            points += self.w["phone_known"]
        if service.eligibility.residence == "gp" and _lives_outside(service, wanted):
            # Someone over the border may well have a GP here, so this is said and not a wall.
            points += self.w["gp_elsewhere"]
        if not (service.shown_phones or service.website or service.email or service.shown_locations):
            points += self.w["no_way_in"]
        return points, [Reason("cost", service.cost)] if service.cost == "free" else []

    def _trust(self, service: Service, wanted: Wanted) -> tuple[float, list[Reason]]:
        points = self.w["unverified"] if service.status in ("unverified", "temporarily-closed") else 0.0
        points += {"low": self.w["confidence_low"], "medium": self.w["confidence_medium"]}.get(service.confidence, 0.0)
        return points, []

    def _distance(self, service: Service, wanted: Wanted) -> tuple[float | None, Location | None, float, list[Reason]]:
        places = [place for place in service.shown_locations if place.point]
        must_go = set(service.delivery) <= {"in-person"}
        if not wanted.point or not places:
            away = (
                self.w["far_from_everything"] if must_go and wanted.point and service.delivery and not places else 0.0
            )
            return None, (places or list(service.shown_locations) or [None])[0], away, []
        metres, place = min(
            ((self.distance(wanted.point, place.point), place) for place in places), key=lambda pair: pair[0]
        )
        minutes = metres * 1.3 / 80
        # A helpline with an office is not "far": distance weighs against a service only where one has to go there.
        if "in-person" not in service.delivery:
            return None, place, 0.0, []
        points = max(self.w["walk_most"], self.w["walk_per_quarter_hour"] * minutes / 15)
        if not must_go:
            points = self.w["near_by"] if minutes <= 20 else 0.0
        reason = Reason("near", place.approximate) if place.approximate else Reason("walk", metres)
        if "near" in wanted.wishes:
            points += self.w["wish"] if minutes <= 20 else -self.w["wish"] * min(minutes / 60, 1)
        return metres, place, points, [reason] if minutes <= 60 else []


def excludes(service: Service, wanted: Wanted) -> bool:
    """Return whether the service itself does not take this person: by age, gender or where they live."""
    who = service.eligibility
    if wanted.ages:
        youngest, oldest = wanted.ages
        if who.minimum_age is not None and oldest < who.minimum_age:
            return True
        if who.maximum_age is not None and youngest > who.maximum_age:
            return True
    if who.gender and wanted.gender and who.gender != wanted.gender:
        return True
    return who.residence == "only" and _lives_outside(service, wanted)


def _lives_outside(service: Service, wanted: Wanted) -> bool:
    return wanted.areas is not None and bool(service.area_served) and not (set(service.area_served) & wanted.areas)


def unknowns(service: Service) -> tuple[str, ...]:
    """Return what a resident would want to know of *service* and we do not."""
    unknown = []
    if service.cost == "unknown":
        unknown.append("cost")
    if not service.schedule.says and not service.schedule.opening:
        unknown.append("hours")
    if not service.shown_phones:
        unknown.append("phone")
    return tuple(unknown)
