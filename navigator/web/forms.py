"""A form made from a question: one maker for each kind of question, no form class for each question.

Rendered by GOV.UK's macros, which are handed every word they would otherwise say in English. Residents' forms carry no token: see
`headers.is_same_site`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSelect, GovTextInput
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from navigator.flows.flow import Question
from navigator.places.place import Neighbourhood
from navigator.web.speaker import Speaker


class _Spoken:
    """Gives a widget the page's word for "Error", which the macros hold in English."""

    def __init__(self, say: Speaker):
        super().__init__()
        self.error_word = say.gettext("Error")

    def map_gov_params(self, field: Field, **kwargs: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **kwargs)  # type: ignore[misc]
        if params.get("errorMessage"):
            params["errorMessage"]["visuallyHiddenText"] = self.error_word
        if not field.description:
            params.pop("hint", None)
        return params


class _Radios(_Spoken, GovRadioInput):
    pass


class _Checkboxes(_Spoken, GovCheckboxesInput):
    pass


class _Text(_Spoken, GovTextInput):
    pass


class _Select(_Spoken, GovSelect):
    pass


class ResidentForm(FlaskForm):
    """A form on a resident's page."""

    class Meta:
        csrf = False

    def first_error(self) -> str:
        """Return the first thing wrong, or ""."""
        return next((str(errors[0]) for errors in self.errors.values() if errors), "")


def form_for(
    question: Question, say: Speaker, chosen: Sequence[str] = (), hoods: Sequence[Neighbourhood] = (), known: Any = None
) -> ResidentForm:
    """Return the form that asks *question*, with what was *chosen* before filled in.

    *hoods* are the areas a "where" question offers; *known* says whether something typed there can be read as a place.
    """
    makers: Mapping[str, Any] = {"one": _one, "several": _several, "where": _where}
    fields, data = makers[question.kind](question, say, tuple(chosen), hoods, known)
    return type("QuestionForm", (ResidentForm,), fields)(data=data)


def _one(
    question: Question, say: Speaker, chosen: tuple[str, ...], hoods: Any, known: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    choices = [SelectChoice(option.id, say.phrase(option.say)) for option in question.options]
    field = RadioField(
        say.phrase(question.ask),
        choices=choices,
        validate_choice=False,
        validators=[_offered(question, say.gettext("Choose one of the answers"))],
        description=say.phrase(question.hint),
        widget=_Radios(say),
    )
    return {"answer": field}, {"answer": chosen[0] if chosen else None}


def _several(
    question: Question, say: Speaker, chosen: tuple[str, ...], hoods: Any, known: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    choices = [SelectChoice(option.id, say.phrase(option.say)) for option in question.options]
    field = SelectMultipleField(
        say.phrase(question.ask),
        choices=choices,
        validate_choice=False,
        validators=[_offered(question, say.gettext("Choose at least one answer"))],
        description=say.phrase(question.hint),
        widget=_Checkboxes(say),
        option_widget=None,
    )
    return {"answer": field}, {"answer": list(chosen)}


def _where(
    question: Question, say: Speaker, chosen: tuple[str, ...], hoods: Sequence[Neighbourhood], known: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    said = chosen[0] if chosen and chosen[0] != "rather-not" else ""
    areas = {hood.id for hood in hoods}

    def readable(form: ResidentForm, field: Field) -> None:
        typed = (field.data or "").strip() or (form.area.data or "")
        if not typed:
            raise ValidationError(say.gettext("Type a postcode, choose an area, or choose to go on without."))
        if known and not known(typed):
            raise ValidationError(
                say.gettext("We could not read that as a place. Type a postcode such as N17 9AB, or choose an area.")
            )

    text = StringField(say.gettext("Postcode, or the first half of it"), validators=[readable], widget=_Text(say))
    choices = [SelectChoice("", say.gettext("Choose")), *(SelectChoice(hood.id, hood.name) for hood in hoods)]
    select = SelectField(say.gettext("Or choose an area"), choices=choices, validate_choice=False, widget=_Select(say))
    return {"answer": text, "area": select}, {
        "answer": "" if said in areas else said,
        "area": said if said in areas else "",
    }


def _offered(question: Question, sentence: str) -> Any:
    offered = {option.id for option in question.options}

    def check(form: ResidentForm, field: Field) -> None:
        chosen = field.data if isinstance(field.data, list) else [field.data]
        if not chosen or any(option not in offered for option in chosen):
            raise ValidationError(sentence)

    return check
