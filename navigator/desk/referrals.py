"""Referrals from a case: made with consent, followed, taken back, handed out in the standards' forms."""

from __future__ import annotations

from flask import Response, redirect, request, url_for

from navigator.actions.export_referral import referral_fhir, referral_prsb
from navigator.actions.make_referral import (
    Asked,
    answer,
    find_sent,
    make_referral,
    route_for,
    say_more,
    withdraw,
)
from navigator.casework.audit import note
from navigator.casework.case import Case
from navigator.casework.referral import DECLINE_SAYS, STATES, Referral
from navigator.desk.cases import _own
from navigator.desk.door import desk_error, desk_page, desk_view, form_page, to
from navigator.desk.forms import DeskForm, area, offers, one_of, pick
from navigator.desk.presenters import desk_says, events, need_name, referral_row, service_name
from navigator.errors import CannotDo, ConsentMissing, RecordMissing
from navigator.web.page import baked, settings
from navigator.web.staff_door import db, me

PRIORITY_SAYS = [("routine", "In the usual time"), ("soon", "Soon"), ("urgent", "Urgent")]
ROUTE_SAYS = {
    "inbox": "To their desk here",
    "email": "By e-mail, with a link to answer",
    "phone": "By phone: you ring, and note what they say",
}


class ReferralForm(DeskForm):
    need = pick("For which need?", [])
    reason = area("Why? Write what the service must know, and no more", "Say why the service is needed", most=1500)
    priority = one_of("How soon?", PRIORITY_SAYS, "Choose how soon")
    route = one_of("How?", [])


@desk_page("/cases/<case_id>/refer/<service_id>", "keep cases", ("GET", "POST"))
def new_referral(case_id: str, service_id: str):
    """Make a referral; without a standing yes to sharing, ask for it first."""
    found = _own(case_id, "")
    service = baked().directory.services.get(service_id)
    if service is None:
        raise RecordMissing("There is no such service.")
    need = request.args.get("need", "")
    form = ReferralForm(data={"need": need, "priority": "routine", "route": route_for(db(), service)})
    needs = dict.fromkeys([*found.needs, *service.main_needs])
    form.need.choices = offers([(n, need_name(n)) for n in needs])
    possible = [
        r
        for r in ("inbox", "email", "phone")
        if r == "phone" or r == route_for(db(), service) or (r == "email" and service.email)
    ]
    form.route.choices = offers([(r, ROUTE_SAYS[r]) for r in possible])
    if not service.is_offered:
        return desk_error(
            409, f"{service.name} cannot be asked", "It is closed, or not open yet. Choose another service."
        )
    if not found.may_be("share", service_id):
        if request.method == "POST":
            raise ConsentMissing(
                "They have taken back their yes to sharing with this service while this form was open. Nothing was sent."
            )
        return redirect(url_for("desk.new_consent", case_id=case_id, purpose="share", need=need, **{"for": service_id}))
    if form.ok():
        try:
            made = make_referral(
                db(),
                me(),
                found,
                service,
                Asked(form.need.data, form.reason.data, form.priority.data, form.route.data),
                settings().site,
            )
            db().commit()
            return to(
                "referral",
                "Sent." if made.route != "phone" else "Kept. Ring them now, and note what they say.",
                referral_id=made.public_id,
            )
        except CannotDo as error:
            db().rollback()
            form.problem("reason", str(error))
    desk = desk_says(service_id)
    intro = f"Usually answers in {desk['usual']} working days." if desk["usual"] else ""
    return form_page(
        form,
        f"Refer to {service.name}",
        "Send it",
        back=f"/desk/cases/{case_id}",
        intro=intro,
        warning="They say they are full just now." if desk["capacity"] == "full" else "",
    )


@desk_page("/referrals/<referral_id>", "keep cases")
def referral(referral_id: str):
    """Show how a referral stands and what can be done."""
    found = find_sent(db(), me(), referral_id)
    note(db(), me().public_id, "read referral", f"referral:{referral_id}")
    db().commit()
    service = baked().directory.services.get(found.service_id)
    return desk_view(
        "desk/referral.html",
        title=f"{service_name(found.service_id)}",
        r=referral_row(found),
        full=found,
        events=events(found),
        nexts=STATES[found.state],
        phones=[p.number for p in service.shown_phones] if service else [],
    )


class Words(DeskForm):
    words = area("Say why, or add what they asked", most=1500)


@desk_page("/referrals/<referral_id>/withdraw", "keep cases", ("POST",))
def take_back_referral(referral_id: str):
    """Take a referral back."""
    found = find_sent(db(), me(), referral_id)
    withdraw(db(), me(), found, "")
    db().commit()
    return to("referral", "Taken back.", referral_id=referral_id)


@desk_page("/referrals/<referral_id>/more", "keep cases", ("GET", "POST"))
def more(referral_id: str):
    """Answer the service's question, or send a lapsed referral again."""
    found = find_sent(db(), me(), referral_id)
    form = Words()
    if form.ok():
        if _case(found).may_be("share", found.service_id):
            service = baked().directory.services.get(found.service_id)
            say_more(db(), me(), found, form.words.data or "", service.email if service else "", settings().site)
            db().commit()
            return to("referral", "Sent again.", referral_id=referral_id)
        raise ConsentMissing("They have taken back their yes to sharing with this service. Ask them again first.")
    return form_page(
        form,
        "Send it again",
        "Send",
        back=f"/desk/referrals/{referral_id}",
        intro=next((e["said"] for e in reversed(events(found)) if e["said"]), ""),
    )


def _case(referral: Referral) -> Case:
    assert referral.case is not None
    return referral.case


class PhoneForm(DeskForm):
    state = one_of(
        "What did they say?",
        [
            ("accepted", "Yes, they take it up"),
            ("more-wanted", "They need to know more"),
            ("declined", "No"),
            ("started", "The help has started"),
            ("finished", "The help is finished"),
        ],
        "Choose what they said",
    )
    declined_for = pick("If no, why?", [("", "Choose"), *DECLINE_SAYS.items()])
    words = area("Anything they said", most=1000)


@desk_page("/referrals/<referral_id>/note", "keep cases", ("GET", "POST"))
def phone_note(referral_id: str):
    """Note what a service said on the phone."""
    found = find_sent(db(), me(), referral_id)
    form = PhoneForm()
    if form.ok():
        try:
            answer(
                db(),
                found,
                form.state.data,
                me().public_id,
                form.words.data or "",
                form.declined_for.data or "",
                settings().site,
            )
            db().commit()
            return to("referral", "Noted.", referral_id=referral_id)
        except CannotDo as error:
            db().rollback()
            form.problem("declined_for" if form.state.data == "declined" else "words", str(error))
    return form_page(
        form, f"What {service_name(found.service_id)} said", "Note it", back=f"/desk/referrals/{referral_id}"
    )


@desk_page("/referrals/<referral_id>/export/<form>", "keep cases")
def export_referral(referral_id: str, form: str):
    """Hand out a referral in the fields of the social prescribing standard, or as FHIR resources."""
    found = find_sent(db(), me(), referral_id)
    makers = {"prsb": referral_prsb, "fhir": referral_fhir}
    if form not in makers:
        raise RecordMissing("There is no such form.")
    note(db(), me().public_id, f"export {form}", f"referral:{referral_id}")
    body = makers[form](found, service_name(found.service_id), need_name(found.need))
    db().commit()
    return Response(
        body,
        content_type="application/fhir+json" if form == "fhir" else "application/json",
        headers={"Content-Disposition": f"attachment; filename=referral-{referral_id}-{form}.json"},
    )
