"""Folding: what is typed and what is indexed meet."""

from __future__ import annotations

import pytest

from navigator.folding import fold, fold_words, plain_digits

SAME = [
    ("İstanbul", "istanbul"),
    ("IŞIK", "isik"),
    ("ışık", "isik"),
    ("Łódź", "lodz"),
    ("crèche", "creche"),
    ("don’t", "dont"),
    ("St Ann's", "st anns"),
    ("σπίτι", "σπιτι"),
    ("ΔΡΌΜΟΣ", "δρομος"),
    ("أُمّي", "امي"),
    ("می‌خوام", "ميخوام"),
    ("کمک", "كمك"),
    ("ёлка", "елка"),
    ("ştiință", "stiinta"),
    ("şţ", "st"),
]


@pytest.mark.parametrize(("typed", "plain"), SAME)
def test_words_typed_two_ways_fold_alike(typed: str, plain: str) -> None:
    """Capitals, accents, apostrophes and the ways of writing one Arabic letter do not matter."""
    assert fold(typed) == fold(plain)


def test_bengali_keeps_its_vowel_signs() -> None:
    """Bengali vowel signs are combining marks to Unicode and letters to a reader: they stay."""
    assert fold_words("খাদ্য সাহায্য") == ["খাদ্য", "সাহায্য"]
    assert fold_words("বাঁচতে চাই না।") == ["বাঁচতে", "চাই", "না"]


def test_bengali_letters_with_two_encodings_fold_alike() -> None:
    """য় is one code point or two."""
    assert fold("য়") == fold("\u09df")


def test_chinese_comes_as_single_and_paired_characters() -> None:
    """Chinese has no spaces between words."""
    assert fold_words("食物银行") == ["食", "物", "银", "行", "食物", "物银", "银行"]


@pytest.mark.parametrize("digits", ["٠١٢٣", "۰۱۲۳", "০১২৩"])
def test_digits_of_other_scripts_become_ours(digits: str) -> None:
    """Arabic, Persian and Bengali digits are read."""
    assert plain_digits(digits) == "0123"


def test_direction_marks_vanish() -> None:
    """Invisible marks that keyboards leave behind do not hide a word."""
    assert fold("\u202bfood\u202c\u200b") == "food"
