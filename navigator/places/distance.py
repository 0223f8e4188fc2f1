"""How far, and about how long on foot."""

from __future__ import annotations

import math

#: Streets are not straight: walked metres for each metre as the crow flies.
DETOUR = 1.3
#: Metres a minute: the walking speed London's transport planners use.
WALKING_PACE = 80

Point = tuple[float, float]


def metres_between(one: Point, other: Point) -> float:
    """Return the metres between two points given as (latitude, longitude), as the crow flies. Good within a city."""
    north = math.radians(other[0] - one[0])
    east = math.radians(other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return 6_371_000 * math.hypot(north, east)


def walking_minutes(metres: float) -> int:
    """Return about how many minutes' walk *metres* as the crow flies are, at least 1."""
    return max(1, math.ceil(metres * DETOUR / WALKING_PACE))
