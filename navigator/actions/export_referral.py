"""A referral in the standards' forms: the fields of the PRSB social prescribing information standard, and FHIR R4 resources.

Codes and shapes: NHS England's social prescribing information standard 1.1 and FHIR 4.0.1 with UK Core's identifiers. Left out is
whatever nobody said: an empty field is never sent.
"""

from __future__ import annotations

import json
from typing import Any

from navigator.casework.referral import Referral

#: Our state → ServiceRequest.status, Task.status.
FHIR_STATES = {
    "draft": ("draft", "draft"), "sent": ("active", "requested"), "seen": ("active", "received"), "more-wanted": ("active", "on-hold"),
    "accepted": ("active", "accepted"), "started": ("active", "in-progress"), "finished": ("completed", "completed"),
    "declined": ("revoked", "rejected"), "withdrawn": ("revoked", "cancelled"), "expired": ("revoked", "failed"),
}  # fmt: skip
PRIORITY = {"routine": "routine", "soon": "asap", "urgent": "urgent"}
METHOD = {"inbox": "Secure Messaging", "email": "Secure Email", "phone": "Phone"}
SOCIAL_PRESCRIBING = {
    "system": "http://snomed.info/sct",
    "code": "871731000000106",
    "display": "Referral to social prescribing service",
}
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"


def _full(value: Any) -> Any:
    """Return *value* without anything empty in it."""
    if isinstance(value, dict):
        kept = {key: _full(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", [], {})}
    if isinstance(value, list):
        return [inner for inner in (_full(item) for item in value) if inner not in (None, "", [], {})]
    return value


def referral_prsb(referral: Referral, service: str, need: str) -> str:
    """Return a referral in the standard's own fields, as JSON.

    The standard wants a family name, a date of birth and a GP practice; a case here holds none of them unless the resident offers,
    so they are left out rather than made up, and whoever reads it in asks the person.
    """
    case = referral.case
    sent = referral.sent_at.isoformat(timespec="seconds") if referral.sent_at else None
    referrer, _, organisation = (referral.referrer or "").partition(", ")
    record = {
        "Person demographics": {
            "Person name": {"Person preferred name": referral.person},
            "NHS number": case.nhs_number if case else None,
            "Carer Status": f"Cares for {case.cares_for}" if case and case.cares_for else None,
            "Person's address": {"Postcode": case.postcode if case else None},
            "Person's contact details": {"Other contact information": referral.reach},
        },
        "Individual requirements": {
            "Other individual requirements": [
                {"Other individual requirement": f"Language: {referral.language}"},
                {"Other individual requirement": "Interpreter needed" if case and case.interpreter else None},
            ]
        },
        "Consent": {"Consent for information sharing": _consent_says(referral, service)},
        "Referral details": {
            "Referral details record entry": [
                {
                    "Date": sent,
                    "Referrer details": {
                        "Name": (referrer or referral.source)[:70],
                        "Role": "Community navigator" if referral.source == "navigator" else None,
                        "Service": {"Free text": (organisation or "Community navigation")[:150]},
                        "Organisation": {"Free text": (organisation or referrer or referral.source)[:150]},
                        "Contact details": "Through the navigators' desk",
                    },
                    "Referral method": "Self Referral" if referral.source == "resident" else METHOD[referral.route],
                    "Reason for referral": {"Free text": referral.reason[:150]},
                    "Referral to": {"Service": {"Free text": service[:150]}},
                }
            ]
        },
        "Presenting complaints or issues": {
            "Presenting complaint or issue": [{"Free text": need}],
            "Person reported complaints or issues": referral.reason,
        },
        "Risks": {"Risks record entry": [{"Risk": {"Free text": "No risks were recorded with this referral"}}]},
    }
    return json.dumps(_full(record), ensure_ascii=False, indent=2) + "\n"


def _consent_says(referral: Referral, service: str) -> str:
    case = referral.case
    given = next((c for c in case.consents if c.id == referral.consent_id), None) if case else None
    if given is None:
        return (
            f"Agreed to share with {service} when asking."
            if referral.source == "resident"
            else f"The referrer states consent to share with {service}."
        )
    back = f", taken back {given.taken_back_at:%Y-%m-%d}" if given.taken_back_at else ""
    return f"Agreed to share with {service}, {given.manner}, in {given.language}, {given.given_at:%Y-%m-%d}{back}."


def referral_fhir(referral: Referral, service: str, need: str) -> str:
    """Return a referral as a FHIR R4 collection: Patient, HealthcareService, ServiceRequest, Task, and Consent where there is one."""
    case, status = referral.case, FHIR_STATES[referral.state]
    base = f"urn:uuid:{_uuid(referral.public_id)}"
    ids = {
        name: f"{base[:-4]}{number:04d}"
        for number, name in enumerate(("patient", "service", "request", "task", "consent"), 1)
    }
    authored = (referral.sent_at or referral.made_at).isoformat(timespec="seconds")
    patient = {
        "resourceType": "Patient",
        "identifier": [{"system": NHS_NUMBER, "value": case.nhs_number}] if case and case.nhs_number else [],
        "name": [{"use": "usual", "text": referral.person}],
        "address": [{"postalCode": case.postcode}] if case and case.postcode else [],
        "communication": [
            {"language": {"coding": [{"system": "urn:ietf:bcp:47", "code": referral.language}]}, "preferred": True}
        ],
    }
    request = {
        "resourceType": "ServiceRequest",
        "identifier": [{"system": "urn:navigator:referral", "value": referral.public_id}],
        "status": status[0], "intent": "order", "priority": PRIORITY[referral.priority],
        "category": [{"coding": [SOCIAL_PRESCRIBING]}],
        "code": {"text": need}, "subject": {"reference": ids["patient"]}, "authoredOn": authored,
        "requester": {"display": referral.referrer or referral.source}, "performer": [{"reference": ids["service"]}],
        "reasonCode": [{"text": referral.reason}],
    }  # fmt: skip
    task = {
        "resourceType": "Task", "status": status[1], "intent": "order", "focus": {"reference": ids["request"]},
        "for": {"reference": ids["patient"]}, "authoredOn": authored, "owner": {"reference": ids["service"]},
        "statusReason": {"text": referral.declined_for},
        "lastModified": referral.events[-1].at.isoformat(timespec="seconds") if referral.events else authored,
    }  # fmt: skip
    resources = [
        ("patient", patient),
        ("service", {"resourceType": "HealthcareService", "name": service, "active": True}),
        ("request", request),
        ("task", task),
    ]
    given = next((c for c in case.consents if c.id == referral.consent_id), None) if case else None
    if given is not None:
        consent = {
            "resourceType": "Consent", "status": "inactive" if given.taken_back_at else "active",
            "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
            "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
            "patient": {"reference": ids["patient"]}, "dateTime": given.given_at.isoformat(timespec="seconds"),
            "policyRule": {"text": "Consent to share for this referral"},
            "provision": {"type": "permit", "actor": [{"role": {"text": "recipient"}, "reference": {"reference": ids["service"]}}]},
        }  # fmt: skip
        resources.append(("consent", consent))
    bundle = {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": authored,
        "entry": [{"fullUrl": ids[name], "resource": resource} for name, resource in resources],
    }
    return json.dumps(_full(bundle), ensure_ascii=False, indent=2) + "\n"


def _uuid(public_id: str) -> str:
    import uuid

    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"navigator:{public_id}"))
