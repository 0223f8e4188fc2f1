"""Danger, looked for before anything else.

Three layers, any one may raise it: rules that can be read, the trained core, and the meaning model where it is installed. Two tiers:
*urgent* puts the right numbers before everything; *check* asks one calm question under the ordinary answer. A denial, an idiom or
a long-past phrase lowers a rule's alarm from urgent to check, never to nothing; and the trained layers, which have seen such phrases
beside true danger ("we married two years ago, he beats me daily"), may still raise it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from navigator.understanding.examples import DANGERS
from navigator.understanding.rules import rule_words, rules_of
from navigator.understanding.thresholds import Thresholds


@dataclass(frozen=True)
class Danger:
    """What was found: kinds that are urgent, kinds to ask about, and why (layer, kind, words or score)."""

    urgent: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    why: tuple[tuple[str, str, str], ...] = ()


def find_danger(text: str, codes: tuple[str, ...], scores: Mapping[str, float], limits: Thresholds) -> Danger:
    """Return the danger in a message.

    *codes* are the languages whose rules to read it with; *scores* the trained layers' probability of each danger, and of "any".
    """
    words = rule_words(text)
    fired: dict[str, str] = {}
    softened: set[str] = set()
    for code in codes:
        rules = rules_of(code)
        for pattern in rules.find(words) if rules else ():
            if pattern.danger in DANGERS:
                fired.setdefault(pattern.danger, pattern.written)
            else:
                softened.add(pattern.danger)
    why = [("rule", kind, written) for kind, written in fired.items()]
    ranked = sorted(DANGERS, key=lambda kind: -scores.get(kind, 0.0))
    any_score = scores.get("any", 0.0)
    urgent = set() if softened else set(fired)
    check = set(fired) if softened else set()
    for kind in ranked:
        score = scores.get(kind, 0.0)
        if score >= limits.urgent and "denials" not in softened:
            urgent.add(kind)
            why.append(("trained", kind, f"{score:.2f}"))
        elif score >= limits.check:
            check.add(kind)
            why.append(("trained", kind, f"{score:.2f}"))
    top = ranked[0]
    if any_score >= limits.any_urgent and "denials" not in softened and not urgent:
        urgent.add(top)
        why.append(("trained", top, f"any {any_score:.2f}"))
    elif any_score >= limits.any_check and not urgent and not check:
        check.add(top)
        why.append(("trained", top, f"any {any_score:.2f}"))
    order = {kind: place for place, kind in enumerate(ranked)}
    by_surety = sorted(urgent, key=lambda kind: (kind not in fired, order[kind]))[:2]
    return Danger(tuple(by_surety), tuple(sorted(check - urgent, key=order.__getitem__)[:2]), tuple(why))
