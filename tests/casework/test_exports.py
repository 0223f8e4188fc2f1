"""A referral in the standards' forms, held against their published schemas where they are at hand."""

from __future__ import annotations

import json

import pytest

from navigator.actions.export_referral import referral_fhir, referral_prsb
from navigator.casework.referral import Referral
from tests.records import Borough


@pytest.fixture(scope="module")
def town(tmp_path_factory, settings):
    made = Borough(tmp_path_factory.mktemp("town"), settings.data)
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def forms(town):
    """Every imagined referral as (PRSB, FHIR)."""
    with town.session() as session:
        return [
            (json.loads(referral_prsb(r, "A service", "A need")), json.loads(referral_fhir(r, "A service", "A need")))
            for r in session.query(Referral)
        ]


def empty_places(value, path="") -> list[str]:
    if value in (None, "", [], {}):
        return [path]
    if isinstance(value, dict):
        return [p for key, inner in value.items() for p in empty_places(inner, f"{path}/{key}")]
    if isinstance(value, list):
        return [p for number, inner in enumerate(value) for p in empty_places(inner, f"{path}/{number}")]
    return []


def test_nothing_empty_is_sent(forms) -> None:
    for prsb, fhir in forms:
        assert empty_places(prsb) == []
        assert empty_places(fhir) == []


def test_every_field_is_the_standards_own(forms, shared) -> None:
    """Held against the published model of the social prescribing information standard 1.1."""
    model = json.loads((shared / "standards/schemas/prsb/SocialPrescribing.json").read_text())["dataset"][0]["concept"]

    def strange(value, concepts, path="") -> list[str]:
        if isinstance(value, list):
            return [wrong for item in value for wrong in strange(item, concepts, path)]
        if not isinstance(value, dict):
            return []
        known = {concept["name"].strip(): concept.get("concept", []) for concept in concepts}
        return [f"{path}/{name}" for name in value if name not in known] + [
            wrong
            for name, inner in value.items()
            if name in known
            for wrong in strange(inner, known[name], f"{path}/{name}")
        ]

    for prsb, _ in forms:
        assert strange(prsb, model) == []


@pytest.mark.parametrize(
    "section", ["Person demographics", "Referral details", "Consent", "Risks", "Presenting complaints or issues"]
)
def test_the_sections_a_referral_needs_are_there(forms, section) -> None:
    assert all(prsb[section] for prsb, _ in forms)


def test_what_the_standard_limits_is_within_its_limits(forms) -> None:
    """Name and contact 70 letters, reason and service 150; the whole reason stands in the person's own account."""
    for prsb, _ in forms:
        entry = prsb["Referral details"]["Referral details record entry"][0]
        assert len(entry["Referrer details"]["Name"]) <= 70
        assert len(entry["Reason for referral"]["Free text"]) <= 150
        assert len(entry["Referral to"]["Service"]["Free text"]) <= 150
        assert prsb["Presenting complaints or issues"]["Person reported complaints or issues"]


def test_the_bundle_holds_five_resources_that_point_at_each_other(forms) -> None:
    for _, bundle in forms:
        kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
        urls = {entry["fullUrl"] for entry in bundle["entry"]}
        pointed = set()

        def walk(value, pointed=pointed) -> None:
            if isinstance(value, dict):
                pointed |= {value["reference"]} if isinstance(value.get("reference"), str) else set()
                for inner in value.values():
                    walk(inner)
            elif isinstance(value, list):
                for inner in value:
                    walk(inner)

        walk(bundle)

        assert kinds == ["Patient", "HealthcareService", "ServiceRequest", "Task", "Consent"]
        assert pointed <= urls
        assert len(urls) == 5


def test_every_resource_is_valid_fhir(forms) -> None:
    """Read by a model of FHIR R4 that refuses an unknown field, a missing one or a code outside its list."""
    from fhir.resources.R4B.bundle import Bundle

    for _, bundle in forms:
        assert Bundle.model_validate(bundle).type == "collection"
