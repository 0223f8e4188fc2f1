"""The desk's forms: WTForms fields with GOV.UK's looks, and every sentence of an error."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional


class DeskForm(FlaskForm):
    """A form of the desk. The guard checks its token before any page sees it."""

    class Meta:
        csrf = False

    def ok(self) -> bool:
        """Return whether it was sent and nothing is wrong."""
        return bool(self.is_submitted() and self.validate())

    def problem(self, field: str, says: str) -> None:
        """Put a sentence by a field."""
        self[field].errors = [*self[field].errors, says]


class _Text(GovTextInput):
    """A one-line field that says what the browser may fill in."""

    def __init__(self, auto: str):
        super().__init__()
        self.auto = auto

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        return super().map_gov_params(field, **kwargs) | {"autocomplete": self.auto}


class _Many(GovCheckboxesInput):
    """Boxes too many for one column: small ones, in as many columns as there is room for."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        return super().map_gov_params(field, **kwargs) | {"classes": "govuk-checkboxes--small many"}


class _Secret(GovPasswordInput):
    """A field whose words are not shown, and what the browser may fill in."""

    def __init__(self, auto: str):
        super().__init__()
        self.auto = auto

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        return super().map_gov_params(field, **kwargs) | {"autocomplete": self.auto}


def offers(choices: list[tuple[str, str]]) -> list[SelectChoice]:
    """Return (value, words) pairs as a field's choices."""
    return [SelectChoice(value, words) for value, words in choices]


def text(label: str, required: str = "", most: int = 200, hint: str = "", auto: str = "off") -> StringField:
    """Return a one-line field; *required* is the sentence shown when it is empty."""
    return StringField(label, validators=_rules(required, most), description=hint, widget=_Text(auto), filters=[_tidy])


def area(label: str, required: str = "", most: int = 4000, hint: str = "") -> TextAreaField:
    """Return a field of several lines."""
    return TextAreaField(
        label, validators=_rules(required, most), description=hint, widget=GovTextArea(), filters=[_tidy]
    )


def secret(label: str, required: str, hint: str = "", auto: str = "new-password") -> PasswordField:
    """Return a field whose words are not shown."""
    return PasswordField(label, validators=[InputRequired(required)], description=hint, widget=_Secret(auto))


def one_of(label: str, choices: list[tuple[str, str]], required: str = "", hint: str = "") -> RadioField:
    """Return a choice of one."""
    return RadioField(
        label,
        choices=offers(choices),
        validators=[InputRequired(required)] if required else [Optional()],
        description=hint,
        widget=GovRadioInput(),
        validate_choice=bool(required),
    )


def pick(label: str, choices: list[tuple[str, str]], hint: str = "") -> SelectField:
    """Return a drop-down list."""
    return SelectField(label, default="", choices=offers(choices), description=hint, widget=GovSelect())


def several(label: str, choices: list[tuple[str, str]], required: str = "", hint: str = "") -> SelectMultipleField:
    """Return a choice of several."""
    return SelectMultipleField(
        label,
        choices=offers(choices),
        validators=[InputRequired(required)] if required else [],
        description=hint,
        widget=_Many() if len(choices) > 8 or not choices else GovCheckboxesInput(),
    )


def tick(label: str, hint: str = "") -> BooleanField:
    """Return one box to tick."""
    return BooleanField(label, description=hint, widget=GovCheckboxInput())


class IsoDate(DateField):
    """A date typed as the browser's own date field gives it."""


def day(label: str, hint: str = "") -> DateField:
    """Return a date, chosen in the browser's own calendar or typed."""
    return IsoDate(
        label, validators=[Optional()], description=hint, widget=_DateText(), format=["%Y-%m-%d", "%d/%m/%Y"]
    )


class _DateText(GovTextInput):
    input_type = "date"

    def map_gov_params(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        params = super().map_gov_params(field, **kwargs)
        params["type"] = "date"
        params["classes"] = "govuk-input--width-10"
        return params


def _tidy(value: str | None) -> str:
    return (
        " ".join(line.strip() for line in value.strip().splitlines())
        if value and len(value) < 200
        else (value or "").strip()
    )


def _rules(required: str, most: int) -> list[Any]:
    long = Length(max=most, message=f"Use {most} letters or fewer")
    return [InputRequired(required), long] if required else [Optional(), long]
