"""A speaker: one language at work on one page.

Templates and presenters ask it for words, dates, distances and lists. Catalogue functions are bound once a request, which
makes a page three times faster than looking the catalogue up for each sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from gettext import NullTranslations

from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from navigator.directory.records import Service
from navigator.directory.words import FIELDS, Words
from navigator.languages.language import MAKE_BELIEVE, Language, language


class Speaker:
    """Says things in one language."""

    def __init__(self, tongue: Language, catalogue: NullTranslations, service_words: dict[tuple[str, str], Words]):
        self.language = tongue
        self.catalogue = catalogue
        self.service_words = service_words
        self._said: dict[str, Markup] = {}

    def gettext(self, english: str) -> Markup:
        """Return a sentence of the program in this language, safe to put in a page and to fill with `%`."""
        said = self._said.get(english)
        if said is None:
            said = self._said[english] = escape(self.catalogue.gettext(english))
        return said

    def ngettext(self, one: str, many: str, number: int) -> Markup:
        """Return the form of a sentence that this language uses for *number*."""
        return escape(self.catalogue.ngettext(one, many, number))

    @property
    def english(self) -> bool:
        """Whether the page is in English of some kind."""
        return self.language.locale.language == "en" and self.language.code != MAKE_BELIEVE

    @property
    def spoken(self) -> str:
        """The code of the language as people speak it: Easy Read is English."""
        return self.language.locale.language

    def phrase(self, english: str) -> str | Markup:
        """Return a sentence of the data in this language; one without a translation comes marked as English."""
        if not english:
            return ""
        if not self.english and self.catalogue.gettext(english) == english:
            return Markup('<span lang="en" dir="ltr">{}</span>').format(english)
        return self.gettext(english)

    def of_service(self, service: Service, field: str) -> str | Markup:
        """Return one of a service's own sentences: translated; translated and followed by newer English; or English, marked."""
        english = FIELDS[field](service)
        words = self.service_words.get((service.id, field))
        if not english or (self.english and (words is None or words.stale)):
            return english
        if words is None:
            return Markup('<span lang="en" dir="ltr">{}</span>').format(english)
        if words.stale:
            return Markup('{} <span class="quiet" lang="en" dir="ltr">{}</span>').format(words.says, english)
        return words.says

    def name(self, english: str) -> Markup:
        """Return a proper name as it stands, marked as English where the page is not."""
        if self.english:
            return escape(english)
        return Markup('<span lang="en" dir="ltr">{}</span>').format(english)

    def number(self, value: float) -> str:
        """Return a number as this language writes it. Digits stay 0-9: residents copy them into phones and forms."""
        return format_decimal(value, locale=self.language.locale, numbering_system="latn")

    def time(self, moment: time) -> str:
        """Return a time of day."""
        return format_time(moment, format="short", locale=self.language.locale)

    def day(self, day: date, weekday: bool = False) -> str:
        """Return a day, with its weekday where that helps."""
        return format_skeleton("MMMMEEEEd" if weekday else "yMMMMd", day, locale=self.language.locale)

    def month(self, said: str) -> str:
        """Return "2026-11" or "2026-11-25" or "2026" as a month and year."""
        parts = [int(part) for part in said.split("-")]
        if len(parts) == 1:
            return str(parts[0])
        return format_date(date(parts[0], parts[1], 1), format="MMMM y", locale=self.language.locale)

    def list(self, words: Sequence[str]) -> Markup:
        """Return words joined as this language joins a list."""
        joined = format_list([f"{number}\x00" for number in range(len(words))], locale=self.language.locale)
        # Joined as places first, so that words which carry mark-up keep it and others are made safe.
        return Markup(re.sub(r"(\d+)\x00", lambda place: str(escape(words[int(place[1])])), str(escape(joined))))

    def language_name(self, code: str) -> str:
        """Return the name of a spoken language, in this one."""
        if code == "bfi":
            return self.gettext("British Sign Language")
        try:
            spoken = language(code).locale.language
        except LookupError:
            spoken = code
        return self.language.locale.languages.get(spoken) or spoken

    def only(self, number: str) -> Markup:
        """Return a phone number, postcode or time kept left to right whatever surrounds it."""
        return Markup('<bdi dir="ltr">{}</bdi>').format(number)
