"""Cases: a list, one whole, and everything done to it."""

from __future__ import annotations

from flask import request
from sqlalchemy import select

from navigator.actions.erase import erase_case
from navigator.actions.export_case import case_json, case_record
from navigator.actions.give_consent import CONSENT_WORDS, STOPS, give_consent, take_back
from navigator.actions.keep_case import (
    FIELDS,
    add_note,
    break_glass,
    change_case,
    close_case,
    find_case,
    hand_over,
    open_case,
    possible_duplicates,
)
from navigator.actions.make_plan import plan_of
from navigator.casework.audit import note
from navigator.casework.case import Case, nhs_number_problem
from navigator.casework.referral import Outcome, Referral
from navigator.casework.staff import Agency, Staff
from navigator.clock import today
from navigator.desk.door import desk_error, desk_page, desk_view, form_page, to
from navigator.desk.forms import DeskForm, area, offers, one_of, pick, several, text, tick
from navigator.desk.presenters import (
    BAND_SAYS,
    MANNER_SAYS,
    WAY_SAYS,
    need_name,
    referral_row,
    service_name,
    signposts_for,
)
from navigator.errors import CannotDo, ChangedMeanwhile, ConsentMissing, RecordMissing
from navigator.languages.language import language
from navigator.messages.address import address_problem
from navigator.web.answer_book import Visit
from navigator.web.page import baked, keep, make_speaker, settings, visit
from navigator.web.staff_door import db, me


class AboutPerson(DeskForm):
    """The few things a case holds. Only a name to be called by is asked for."""

    called = text(
        "What do they want to be called?", "Type what they want to be called. It need not be their full name.", most=80
    )
    language = pick("Language they want", [])
    interpreter = tick("They need an interpreter")
    reach_way = one_of("How is it safe to reach them?", WAY_SAYS)
    reach_at = text("Number or address for that", most=200)
    reach_when = text("When is it safe?", most=120, hint="For example: mornings, when the children are at school")
    messages_ok = tick("It is safe to send messages", hint="Without this tick nothing is ever sent to them")
    postcode = text("Postcode, or its first half", most=12)
    age_band = pick("Age", BAND_SAYS)
    needs = several("Needs", [])
    cares_for = text("Who do they care for?", most=200)
    nhs_number = text("NHS number", most=20, hint="Only if they offer it")

    def settle(self) -> AboutPerson:
        """Fill the lists of this place."""
        self.language.choices = offers([(code, language(code).name) for code in baked().languages])
        self.needs.choices = offers([(need.id, need.say) for need in baked().flows.needs.values()])
        return self

    def sound(self) -> bool:
        """Return whether everything can be kept, with a sentence by what cannot."""
        if not self.ok():
            return False
        if self.nhs_number.data and (wrong := nhs_number_problem(self.nhs_number.data)):
            self.problem(
                "nhs_number",
                "An NHS number has 10 figures"
                if wrong == "length"
                else "One of the figures is wrong: they do not fit together. Check it, or leave it out",
            )
        if self.postcode.data and baked().table.find(self.postcode.data).known == "nothing":
            self.problem("postcode", "We could not read that as a postcode. Type one such as N17 9AB, or leave it out")
        way = self.reach_way.data or "none"
        if way in ("phone", "text", "email") and not self.reach_at.data:
            self.problem("reach_at", "Type the number or address, or choose another way")
        elif self.reach_at.data and (wrong := address_problem(way, self.reach_at.data)):
            self.problem("reach_at", wrong)
        return not self.errors

    def values(self) -> dict[str, object]:
        """Return what was typed, as a case keeps it."""
        where = baked().table.find(self.postcode.data) if self.postcode.data else None
        return {
            "called": self.called.data, "language": self.language.data or "en", "interpreter": self.interpreter.data,
            "reach_way": self.reach_way.data or "none", "reach_at": self.reach_at.data or "", "reach_when": self.reach_when.data or None,
            "no_messages": not self.messages_ok.data, "postcode": self.postcode.data.upper() if self.postcode.data else None,
            "ward": (where.ward or None) if where else None, "age_band": self.age_band.data or "",
            "needs": list(self.needs.data or []), "nhs_number": self.nhs_number.data or "", "cares_for": self.cares_for.data or None,
        }  # fmt: skip


class NewCase(AboutPerson):
    manner = one_of(
        "Did they say yes to being kept?",
        MANNER_SAYS,
        "Say how they agreed. Without a yes nothing is kept; you can still print their list.",
    )


@desk_page("/cases", "keep cases")
def cases():
    """List the agency's open cases, one's own first."""
    who, closed = me(), request.args.get("closed") == "yes"
    rows = (
        db()
        .scalars(
            select(Case)
            .where(Case.agency_id == who.agency_id, Case.closed_at.is_not(None) if closed else Case.closed_at.is_(None))
            .order_by(Case.changed_at.desc())
        )
        .all()
    )
    rows = sorted(rows, key=lambda case: case.owner_id != who.id)
    note(db(), who.public_id, "list cases", f"agency:{who.agency_id}")
    db().commit()
    return desk_view(
        "desk/cases.html",
        title="Closed cases" if closed else "Cases",
        rows=rows,
        who=who,
        closed=closed,
        need_name=need_name,
    )


@desk_page("/cases/new", "keep cases", ("GET", "POST"))
def new_case():
    """Open a case, with the words of consent in the resident's language on the page."""
    here = visit()
    form = NewCase(data={"needs": list(here.answers.needs), "language": request.args.get("language") or "en"}).settle()
    same: list[Case] = []
    if form.sound():
        same = possible_duplicates(db(), me(), form.values()) if not request.form.get("not_the_same") else []
        if not same:
            case = open_case(db(), me(), form.values(), form.manner.data, form.language.data or "en")
            for service_id in here.kept:
                from navigator.actions.make_plan import add_step

                add_step(db(), me(), case, "resident", f"Try {service_name(service_id)}", service_id, None)
            db().commit()
            keep(Visit())
            return to("case", "The record is kept, with their yes noted.", case_id=case.public_id)
    return form_page(
        form, "Keep a record", "Keep it", back="together", words=consent_words(form.language.data or "en", "keep"),
        warning="Perhaps you know this person already: " + "; ".join(f"{c.called} ({c.owner.name})" for c in same) + ". Open that case under Cases, or send again to keep a second record." if same else "",
        hidden=[("not_the_same", "1")] if same else [], intro="Read the box to them in their language. Keep only what helps.",
    )  # fmt: skip


def consent_words(code: str, purpose: str) -> dict[str, object]:
    """Return what is read out before a yes, in the resident's language."""
    say = make_speaker(code if code in baked().languages else "en")
    title, words = CONSENT_WORDS[purpose]
    return {
        "title": say.gettext(title),
        "lines": [say.gettext(words)],
        "tag": say.language.tag,
        "direction": say.language.direction,
    }


@desk_page("/cases/<case_id>", "keep cases")
def case(case_id: str):
    """Show a case whole."""
    found = find_case(db(), me(), case_id)
    referrals = db().scalars(select(Referral).where(Referral.case_id == found.id).order_by(Referral.id.desc())).all()
    outcomes = db().scalars(select(Outcome).where(Outcome.case_id == found.id).order_by(Outcome.due)).all()
    db().commit()
    return desk_view(
        "desk/case.html", title=found.called, case=found, plan=plan_of(db(), found), referrals=[referral_row(r) for r in referrals],
        outcomes=outcomes, needs=[need_name(n) for n in found.needs], language=language(found.language).name, today=today(),
        service_name=service_name, bands=dict(BAND_SAYS), ways=dict(WAY_SAYS), site=settings().site, own=found.agency_id == me().agency_id,
        recipient_name=recipient_name,
    )  # fmt: skip


def recipient_name(recipient: str) -> str:
    """Return with whom a consent shares, in words."""
    if recipient.startswith("agency:"):
        agency = db().get(Agency, recipient[7:])
        return agency.name if agency else recipient[7:]
    return service_name(recipient)


@desk_page("/cases/<case_id>/change", "keep cases", ("GET", "POST"))
def edit_case(case_id: str):
    """Change what a case holds. Two people at once: the second sees the difference and loses nothing."""
    found = _own(case_id)
    form = AboutPerson(
        data={**{name: getattr(found, name) for name in FIELDS}, "messages_ok": not found.no_messages}
    ).settle()
    version, differences = found.version, []
    if form.sound():
        try:
            change_case(db(), me(), found, int(request.form.get("version") or 0), form.values())
            db().commit()
            return to("case", "Saved.", case_id=case_id)
        except ChangedMeanwhile as changed:
            db().rollback()
            differences = changed.differences
    status = 409 if differences else 200
    return form_page(
        form,
        "Change the record",
        "Save",
        status,
        back=f"/desk/cases/{case_id}",
        hidden=[("version", version)],
        differences=differences,
    )


def _own(case_id: str, deed: str = "read") -> Case:
    """Return a case of one's own agency, to be changed."""
    found = find_case(db(), me(), case_id, deed)
    if found.agency_id != me().agency_id:
        raise CannotDo("You may read this case for an hour, not change it. Speak to the agency that keeps it.")
    return found


class NoteForm(DeskForm):
    words = area("Note", "Write the note")


@desk_page("/cases/<case_id>/note", "keep cases", ("GET", "POST"))
def new_note(case_id: str):
    """Add a note."""
    found = _own(case_id, "")
    form = NoteForm()
    if form.ok():
        add_note(db(), me(), found, form.words.data)
        db().commit()
        return to("case", "The note is kept.", case_id=case_id)
    return form_page(form, f"A note about {found.called}", "Keep it", back=f"/desk/cases/{case_id}")


class ConsentForm(DeskForm):
    manner = one_of(
        "Did they say yes?", MANNER_SAYS, "Say how they agreed. If they said no, go back: nothing is shared."
    )


@desk_page("/cases/<case_id>/consent/<purpose>", "keep cases", ("GET", "POST"))
def new_consent(case_id: str, purpose: str):
    """Read out what they would agree to, and note their yes."""
    found = _own(case_id, "")
    if purpose not in CONSENT_WORDS:
        raise RecordMissing("There is no such purpose.")
    recipient, need = request.args.get("for", "")[:80], request.args.get("need", "")[:40]
    if (
        purpose == "share"
        and recipient not in baked().directory.services
        and not (recipient.startswith("agency:") and db().get(Agency, recipient[7:]))
    ):
        raise RecordMissing("There is no such service.")
    form = ConsentForm()
    if form.ok():
        give_consent(db(), me(), found, purpose, form.manner.data, found.language, recipient, need)
        db().commit()
        if purpose == "share" and recipient in baked().directory.services:
            return to("new_referral", "Their yes is noted.", case_id=case_id, service_id=recipient, need=need)
        return to("case", "Their yes is noted.", case_id=case_id)
    title = f"Share with {recipient_name(recipient)}?" if recipient else "Ask later how it went?"
    return form_page(
        form,
        title,
        "Note their yes",
        back=f"/desk/cases/{case_id}",
        words=consent_words(found.language, purpose),
        intro="Read this to them, in their language. Each yes is for one thing.",
    )


class SureForm(DeskForm):
    pass


@desk_page("/cases/<case_id>/consents/<consent_id>/take-back", "keep cases", ("GET", "POST"))
def take_consent_back(case_id: str, consent_id: str):
    """Take a yes back, having said what that stops."""
    found = _own(case_id, "")
    consent = next((c for c in found.open_consents if c.public_id == consent_id), None)
    if consent is None:
        raise RecordMissing("There is no such consent, or it was taken back before.")
    form = SureForm()
    if form.ok():
        if take_back(db(), me(), consent) == "erased":
            db().commit()
            return to("cases", "The record is erased.")
        db().commit()
        return to("case", "Taken back.", case_id=case_id)
    say = make_speaker(found.language if found.language in baked().languages else "en")
    words = {
        "title": say.gettext(CONSENT_WORDS[consent.purpose][0]),
        "lines": [say.gettext(STOPS[consent.purpose])],
        "tag": say.language.tag,
        "direction": say.language.direction,
    }
    return form_page(
        form,
        "Take this back?",
        "Take it back",
        back=f"/desk/cases/{case_id}",
        words=words,
        intro=STOPS[consent.purpose],
    )


@desk_page("/cases/<case_id>/close", "keep cases", ("POST",))
def close(case_id: str):
    """Close a case, or open it again."""
    found = _own(case_id, "")
    close_case(db(), me(), found, found.closed_at is None)
    db().commit()
    return to(
        "case", "Closed. It is erased when its time is over." if found.closed_at else "Open again.", case_id=case_id
    )


class HandOver(DeskForm):
    to = pick("To whom?", [])
    words = area("What should they know?", "Write what they should know, so that nobody tells their story twice")


@desk_page("/cases/<case_id>/hand-over", "keep cases", ("GET", "POST"))
def give_case(case_id: str):
    """Hand a case over with a note, with consent where it leaves the agency."""
    found = _own(case_id, "")
    form = HandOver()
    people = [
        p
        for p in db().scalars(select(Staff).where(Staff.active).order_by(Staff.name))
        if p.role_names & {"navigator", "supervisor"} and p.id != found.owner_id
    ]
    form.to.choices = offers([(p.public_id, f"{p.name} – {p.agency.name if p.agency else ''}") for p in people])
    if form.ok():
        chosen = next(p for p in people if p.public_id == form.to.data)
        try:
            hand_over(db(), me(), found, chosen, form.words.data)
            db().commit()
            return to("cases", f"Handed over to {chosen.name}.")
        except ConsentMissing:
            db().rollback()
            return desk_error(
                409,
                "They have not agreed to this yet",
                f"Note their yes to sharing with {chosen.agency.name} first: open /desk/cases/{case_id}/consent/share?for=agency:{chosen.agency_id}",
            )
    return form_page(form, f"Hand over {found.called}", "Hand over", back=f"/desk/cases/{case_id}")


@desk_page("/cases/<case_id>/find", "keep cases", ("GET", "POST"))
def find_for(case_id: str):
    """Find services: those that fit their needs, and a search by words. Chosen ones stand side by side."""
    found = _own(case_id, "")
    words = " ".join(request.form.get("words", "").split())[:200]
    chosen = [s for s in request.form.getlist("compare")[:4] if s in baked().directory.services]
    from navigator.desk.presenters import english
    from navigator.web.presenters import service_values

    hits = (
        [
            service_values(baked().directory.services[hit.id], baked(), english())
            for hit in baked().search.search(words, limit=12)
        ]
        if words
        else []
    )
    compared = [service_values(baked().directory.services[s], baked(), english()) for s in chosen]
    return desk_view(
        "desk/find.html",
        title=f"Find help for {found.called}",
        case=found,
        groups=[] if words else signposts_for(found),
        hits=hits,
        words=words,
        compared=compared,
    )


@desk_page("/cases/<case_id>/export", "keep cases")
def export_case(case_id: str):
    """Hand out everything kept about a resident, as a page to read or as JSON."""
    found = find_case(db(), me(), case_id, "export")
    record = case_record(db(), found, service_name, need_name)
    db().commit()
    if request.args.get("as") == "json":
        from flask import Response

        return Response(
            case_json(record),
            content_type="application/json",
            headers={"Content-Disposition": f"attachment; filename=record-{case_id}.json"},
        )
    return desk_view("desk/record.html", title=f"Everything kept about {found.called}", record=record, case=found)


class EraseForm(DeskForm):
    why = text("Why?", "Say why, in a few words", hint="For the trail. For example: they asked for it")


@desk_page("/cases/<case_id>/erase", "keep cases", ("GET", "POST"))
def erase(case_id: str):
    """Erase a case, leaving counts and a line in the trail."""
    found = _own(case_id, "")
    form = EraseForm()
    if form.ok():
        erase_case(db(), me().public_id, found, form.why.data)
        db().commit()
        return to("cases", "The record is erased.")
    return form_page(
        form,
        f"Erase {found.called}?",
        "Erase it for good",
        back=f"/desk/cases/{case_id}",
        intro="The record, its plan, notes and referrals are gone for good. Counts without a person remain.",
    )


class BreakGlass(DeskForm):
    case_id = text("Number of the case", "Type the number at the end of the case's address", most=40)
    reason = area("Why must you see it now?", "Say why. The agency's supervisors read this", most=500)


@desk_page("/break-glass", "break glass", ("GET", "POST"))
def look_into():
    """Open another agency's case for an hour, for a reason, which is reported."""
    form = BreakGlass(data={"case_id": request.args.get("case", "")})
    if form.ok():
        try:
            found = break_glass(db(), me(), form.case_id.data, form.reason.data)
        except RecordMissing:
            db().commit()
            form.problem("case_id", "There is no case with this number")
        else:
            db().commit()
            return to(
                "glass_case", "You may read this for an hour. Its supervisors have been told.", case_id=found.public_id
            )
    return form_page(
        form,
        "See another agency's case",
        "See it",
        back="home",
        intro="Only when somebody may come to harm. It is reported to that agency.",
    )


@desk_page("/glass/<case_id>", "break glass")
def glass_case(case_id: str):
    """Show a case whose glass was broken, to read only."""
    found = find_case(db(), me(), case_id)
    record = case_record(db(), found, service_name, need_name)
    db().commit()
    return desk_view("desk/record.html", title=found.called, record=record, case=None)
