"""Keep a case: open it with a resident's yes, change it, note, hand over, close. Every read and change is in the trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from navigator.actions.give_consent import give_consent
from navigator.casework.audit import note
from navigator.casework.case import Case, Note, nhs_number_problem
from navigator.casework.staff import Glass, Staff
from navigator.clock import utc_now
from navigator.errors import CannotDo, ChangedMeanwhile, ConsentMissing, RecordMissing

GLASS_LASTS = timedelta(hours=1)
#: What a form may change, and how the difference is named.
FIELDS = {
    "called": "What they want to be called", "reach_way": "How to reach them", "reach_at": "Number or address",
    "reach_when": "When it is safe", "no_messages": "No messages", "language": "Language", "interpreter": "Interpreter",
    "postcode": "Postcode", "ward": "Ward", "age_band": "Age", "needs": "Needs", "nhs_number": "NHS number", "cares_for": "Cares for",
}  # fmt: skip


def open_case(session: Session, by: Staff, values: Mapping[str, Any], manner: str, language: str) -> Case:
    """Return a new case, opened because the resident said yes to being kept: how (*manner*), in which *language*."""
    if by.agency_id is None:
        raise CannotDo("Your account belongs to no agency, so it cannot keep cases. Ask your administrator.")
    case = Case(agency_id=by.agency_id, owner_id=by.id, called="", needs=[])
    _set(case, values)
    session.add(case)
    session.flush()
    note(session, by.public_id, "open case", f"case:{case.public_id}")
    give_consent(session, by, case, "keep", manner, language)
    return case


def may_open(session: Session, who: Staff, case: Case) -> bool:
    """Return whether *who* may read a case: their agency's, or one whose glass they broke within the hour."""
    if case.agency_id == who.agency_id and who.role_names & {"navigator", "supervisor"}:
        return True
    return bool(
        session.scalar(
            select(Glass.id).where(
                Glass.staff_id == who.id, Glass.case_public_id == case.public_id, Glass.ends_at > utc_now()
            )
        )
    )


def find_case(session: Session, who: Staff, public_id: str, deed: str = "read") -> Case:
    """Return a case, its reading noted. Another agency's answers as if it did not exist. Raises `RecordMissing`."""
    case = session.scalar(select(Case).where(Case.public_id == public_id))
    if case is None or not may_open(session, who, case):
        raise RecordMissing("There is no such case.")
    if deed:
        note(session, who.public_id, deed, f"case:{case.public_id}")
    return case


def break_glass(session: Session, who: Staff, public_id: str, reason: str) -> Case:
    """Open another agency's case for an hour, for a reason, which that agency's supervisors are shown."""
    case = session.scalar(select(Case).where(Case.public_id == public_id.strip()))
    if case is None:
        note(session, who.public_id, "break glass: none", "case:unknown")
        raise RecordMissing("There is no such case.")
    session.add(
        Glass(
            staff_id=who.id,
            case_public_id=case.public_id,
            agency_id=case.agency_id,
            reason=reason,
            at=utc_now(),
            ends_at=utc_now() + GLASS_LASTS,
        )
    )
    note(session, who.public_id, "break glass", f"case:{case.public_id}")
    return case


def possible_duplicates(session: Session, who: Staff, values: Mapping[str, Any], but: Case | None = None) -> list[Case]:
    """Return cases of the same agency that may be the same person: the same number, address or NHS number."""
    probe = Case()
    probe.set_reach("", str(values.get("reach_at") or ""))
    probe.set_nhs_number(_digits(values.get("nhs_number")))
    marks = [(Case.reach_mark, probe.reach_mark), (Case.nhs_mark, probe.nhs_mark)]
    found: dict[int, Case] = {}
    for column, mark in marks:
        if mark:
            for case in session.scalars(select(Case).where(column == mark, Case.agency_id == who.agency_id)):
                if but is None or case.id != but.id:
                    found[case.id] = case
    return list(found.values())


def change_case(session: Session, who: Staff, case: Case, version: int, values: Mapping[str, Any]) -> None:
    """Change a case as it stood at *version*. Raises `ChangedMeanwhile` with what is different, changing nothing."""
    if case.version != version:
        different = [
            (label, _says(_get(case, name)))
            for name, label in FIELDS.items()
            if name in values and _says(_get(case, name)) != _says(values[name])
        ]
        if different:
            raise ChangedMeanwhile(different)
    _set(case, values)
    case.version += 1
    case.changed_at = utc_now()
    note(session, who.public_id, "change", f"case:{case.public_id}", ", ".join(sorted(values)))


def _get(case: Case, name: str) -> Any:
    return getattr(case, name)


def _says(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, list | tuple) else str(value or "")


def _digits(typed: Any) -> str:
    return "".join(c for c in str(typed or "") if c.isdigit())


def _set(case: Case, values: Mapping[str, Any]) -> None:
    values = dict(values)
    if "reach_at" in values or "reach_way" in values:
        case.set_reach(values.pop("reach_way", case.reach_way) or "none", values.pop("reach_at", case.reach_at) or "")
    if "nhs_number" in values:
        number = _digits(values.pop("nhs_number"))
        if number and nhs_number_problem(number):
            raise CannotDo(
                "This is not an NHS number: its last figure does not fit the others. Check it, or leave it out."
            )
        case.set_nhs_number(number)
    for name, value in values.items():
        if name in FIELDS:
            setattr(case, name, value)


def add_note(session: Session, who: Staff, case: Case, words: str) -> None:
    """Add a navigator's words."""
    case.notes.append(Note(author_id=who.id, words=words, at=utc_now()))
    case.changed_at = utc_now()
    note(session, who.public_id, "add note", f"case:{case.public_id}")


def close_case(session: Session, who: Staff, case: Case, closed: bool) -> None:
    """Close a case, or open it again."""
    case.closed_at = utc_now() if closed else None
    note(session, who.public_id, "close" if closed else "open again", f"case:{case.public_id}")


def hand_over(session: Session, who: Staff, case: Case, to: Staff, words: str) -> None:
    """Give a case to another navigator with a note. To another agency only with the resident's yes to that."""
    if to.agency_id is None or not to.role_names & {"navigator", "supervisor"}:
        raise CannotDo("This person does not keep cases. Choose a navigator.")
    if to.agency_id != case.agency_id and not case.may_be("share", f"agency:{to.agency_id}"):
        raise ConsentMissing(
            f"The resident has not agreed to share their record with {to.agency.name if to.agency else 'that agency'}. Ask them, and note their answer first."
        )
    add_note(session, who, case, words)
    case.agency_id, case.owner_id = to.agency_id, to.id
    case.version += 1
    note(session, who.public_id, "hand over", f"case:{case.public_id}", f"to {to.public_id}")
