"""Search by words, with Whoosh's own scores read once into memory.

Whoosh keeps the index; we keep each word's postings. The first time a word is asked for, its documents and scores are read
through Whoosh's own matcher (so the numbers are Whoosh's BM25F to the last digit) into two arrays; a query is then a few
array additions. One Whoosh searcher exists, used only under a lock: shared between threads it gives wrong lists in silence.

Typing is forgiven in three bounded ways: a synonym, the beginning of a word (the last one typed), and one or two wrong letters.
A synonym may be the beginning of a word ("gıda*"), or words side by side, and may stand for a phrase: "kira" finds what "help
with rent" finds.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from navigator.directory.index import FIELDS, index, index_word, index_words
from navigator.folding import fold_words

#: How much a forgiven word counts beside one typed exactly.
SYNONYM, PREFIX, TYPO = 0.7, 0.6, 0.5
MOST_EXPANSIONS = 20
LONGEST_QUERY = 24
#: The most words side by side that are one synonym, and the shortest beginning.
SIDE_BY_SIDE, SHORTEST_BEGINNING = 3, 2
#: The score of the service that a synonym's phrase fits best; about what a word has in a service's name.
BEST_OF_A_PHRASE = 80.0


@dataclass(frozen=True)
class Found:
    """One service found: its id and score."""

    id: str
    score: float


class SearchIndex:
    """The index of one bake. Made once for each, then shared by every thread."""

    def __init__(self, folder: Path, synonyms: Mapping[str, Sequence[str]] | None = None):
        self._index = index.open_dir(folder)
        self._searcher = self._index.searcher()
        self._lock = threading.Lock()
        reader = self._searcher.reader()
        self.ids = [""] * reader.doc_count_all()
        for number, stored in reader.iter_docs():
            self.ids[number] = stored["id"]
        self._where: dict[str, list[str]] = {}
        for field, text in reader.all_terms():
            if field in FIELDS:
                self._where.setdefault(text.decode("utf-8"), []).append(field)
        self._terms = sorted(self._where)
        self._postings: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._meant: dict[tuple[str, bool], tuple[np.ndarray, np.ndarray]] = {}
        self._near: dict[str, list[str]] | None = None
        self.synonyms: dict[str, tuple[str, ...]] = {}
        self._idle: set[str] = set()
        synonyms = synonyms or {}
        for word, others in synonyms.items():
            meant = [" ".join(index_words(other)) or index_word(other) for other in others]
            for key in _keys(word):
                # A word of the directory's own English means what it says there, whatever it is elsewhere.
                english = self._is_english(key)
                kept = [
                    m for m, other in zip(meant, others, strict=True) if not english or word in synonyms.get(other, ())
                ]
                if kept:
                    self.synonyms[key] = tuple(dict.fromkeys((*self.synonyms.get(key, ()), *kept)))
                elif not others:
                    self._idle.add(key)

    def postings(self, word: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the documents holding an indexed *word* and their scores, summed over fields by weight."""
        kept = self._postings.get(word)
        if kept is None:
            with self._lock:
                kept = self._postings.get(word)
                if kept is None:
                    kept = self._postings[word] = self._read(word)
        return kept

    def _read(self, word: str) -> tuple[np.ndarray, np.ndarray]:
        parts = word.split()
        scores = np.zeros(len(self.ids))
        held = np.zeros(len(self.ids))
        for part in parts:
            own = np.zeros(len(self.ids))
            for field in self._where.get(part, ()):
                matcher = self._searcher.postings(field, part.encode("utf-8"))
                weight = FIELDS[field]
                while matcher.is_active():
                    own[matcher.id()] += weight * matcher.score()
                    matcher.next()
            scores += own
            held += own > 0
        if len(parts) > 1 and scores.any():  # a phrase: scored as the query it is, its length giving it no more say
            scores *= held / len(parts)
            scores *= BEST_OF_A_PHRASE / scores.max()
        documents = np.flatnonzero(scores)
        return documents, scores[documents]

    def search(self, words: str, limit: int = 20, among: set[str] | None = None) -> list[Found]:
        """Return the services that the *words* find, best first.

        A service that holds more of the words stands above one that holds fewer more often. *among* keeps only those ids.
        """
        asked = _distinct(index_words(words)) or _distinct(map(index_word, fold_words(words)))
        asked = self._side_by_side(asked[:LONGEST_QUERY])
        asked = [word for word in asked if word not in self._idle or self._is_english(word)] or asked
        if not asked:
            return []
        total = np.zeros(len(self.ids))
        held = np.zeros(len(self.ids))
        for number, word in enumerate(asked):
            documents, scores = self.meant(word, last=number == len(asked) - 1)
            total[documents] += scores
            held[documents] += 1
        total *= held / len(asked)
        hits = np.flatnonzero(total)
        order = hits[np.lexsort((hits, -total[hits]))]
        if among is not None:
            order = [number for number in order if self.ids[number] in among]
        return [Found(self.ids[number], float(total[number])) for number in order[:limit]]

    def meant(self, word: str, last: bool) -> tuple[np.ndarray, np.ndarray]:
        """Return the documents and scores of everything an asked *word* stands for, the best of them counting.

        Kept for words of the index only: what a resident mistyped is not remembered, not even here.
        """
        key = (word, last)
        kept = self._meant.get(key)
        if kept is None:
            best = np.zeros(len(self.ids))
            for term, share in self.expand(word, last):
                documents, scores = self.postings(term)
                best[documents] = np.maximum(best[documents], scores * share)
            documents = np.flatnonzero(best)
            kept = documents, best[documents]
            if word in self._where:
                self._meant[key] = kept
        return kept

    def _side_by_side(self, asked: list[str]) -> list[str]:
        """Return the *asked* words, each run of them that is a synonym made one."""
        for n in range(min(SIDE_BY_SIDE, len(asked)), 1, -1):
            for at in range(len(asked) - n, -1, -1):
                run = " ".join(asked[at : at + n])
                if run in self.synonyms:
                    asked = [*asked[:at], run, *asked[at + n :]]
        return asked

    def _synonyms_of(self, word: str) -> tuple[str, ...]:
        """Return what a *word* stands for, by itself or by the longest beginning of it that is known."""
        known = self.synonyms.get(word)
        if known is None and not self._is_english(word):
            for end in range(len(word), SHORTEST_BEGINNING - 1, -1):
                known = self.synonyms.get(f"{word[:end]}*")
                if known is not None:
                    break
        return known or ()

    def _is_english(self, word: str) -> bool:
        return any(field != "words" for field in self._where.get(word, ()))

    def _is_there(self, phrase: str) -> bool:
        return phrase in self._where or any(part in self._where for part in phrase.split())

    def expand(self, word: str, last: bool = False) -> list[tuple[str, float]]:
        """Return the indexed words that an asked *word* stands for, each with its share."""
        terms = [(word, 1.0)] if word in self._where else []
        terms += [(other, SYNONYM) for other in self._synonyms_of(word) if self._is_there(other)]
        if last and len(word) >= 3:
            terms += [(other, PREFIX) for other in self._starting_with(word)]
        if not terms and len(word) >= 4:
            near = self._near_to(word)
            terms += [(other, TYPO) for other in near if other in self._where]
            if len(word) >= 6 and not any(map(self._is_english, near)):  # a synonym mistyped
                terms += [
                    (other, TYPO) for each in near if _slips(word, each) == 1 for other in self._synonyms_of(each)
                ]
        if not terms and len(word) >= 4:
            terms += [(other, PREFIX) for other in self._starting_with(word[:-1])]
        return terms[: MOST_EXPANSIONS + 1]

    def _starting_with(self, start: str) -> list[str]:
        first = bisect_left(self._terms, start)
        found = []
        for term in self._terms[first : first + 400]:
            if not term.startswith(start):
                break
            if term != start:
                found.append(term)
        return sorted(found, key=len)[:MOST_EXPANSIONS]

    def _near_to(self, word: str) -> list[str]:
        """Return indexed words a slip or two away, by the words with one letter left out that both share."""
        if self._near is None:
            near: dict[str, list[str]] = {}
            for term in {*self._terms, *self.synonyms}:
                if 3 < len(term) < 24:
                    for piece in _left_out(term):
                        near.setdefault(piece, []).append(term)
            self._near = near
        found = {term for piece in _left_out(word) for term in self._near.get(piece, ())}
        most = 1 if len(word) < 6 else 2
        return sorted(term for term in found if _slips(word, term) <= most)[:MOST_EXPANSIONS]

    def close(self) -> None:
        """Close the index; a newer bake has taken its place."""
        self._searcher.close()
        self._index.close()


def _keys(word: str) -> tuple[str, ...]:
    """Return the forms under which a synonym is looked up: a beginning also as the whole word that it may be."""
    if word.endswith("*"):
        return word, index_word(word[:-1])
    pieces = index_words(word) or [index_word(word)]
    if not word[:1].isascii() and "\u3400" <= word[:1] <= "\u9fff" and len(word) > 1:
        # The pairs of Chinese characters say what the single ones blur.
        pieces = [piece for piece in pieces if len(piece) > 1]
    return (" ".join(pieces),)


def _distinct(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _left_out(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _slips(one: str, other: str) -> int:
    """Return the edit distance of two words, a swap of neighbours counting once."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row = row, [i]
        for j, b in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before = previous
    return row[-1]
