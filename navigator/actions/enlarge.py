"""A large imagined place: the real one's services over and over, each a little moved and renamed, for trying the weight."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

from navigator.directory.read import read_directory
from navigator.directory.write import service_text
from navigator.errors import CannotDo
from navigator.settings import Settings

WORDS = [
    "Oak",
    "Mill",
    "Bridge",
    "River",
    "Park",
    "Station",
    "Green",
    "Hill",
    "Lake",
    "Stone",
    "Field",
    "Market",
    "Church",
    "Garden",
    "Tower",
    "Bell",
    "Rose",
    "Swan",
    "Crown",
    "Star",
]


def enlarge(settings: Settings, folder: Path, count: int) -> int:
    """Write the place in use with *count* services under *folder*; return how many. The real ones come first, unchanged."""
    source, target = settings.directory_data / settings.place, folder / settings.place
    if target.exists():
        raise CannotDo(f"{target} exists already. Choose another folder.")
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("words"))
    directory, _, _ = read_directory(source)
    originals, chance, written = list(directory.services.values()), random.Random(7), len(directory.services)
    while written < count:
        original = originals[written % len(originals)]
        word = f"{chance.choice(WORDS)} {chance.choice(WORDS)} {written}"
        places = tuple(
            replace(p, latitude=p.latitude and p.latitude + chance.uniform(-0.01, 0.01), longitude=p.longitude and p.longitude + chance.uniform(-0.01, 0.01))
            for p in original.locations
        )  # fmt: skip
        copy = replace(
            original, id=f"{original.id[:50]}-{written}", name=f"{original.name[:80]} {word}", locations=places, also_known_as=(), formerly=(), findable_as=(),
            merged_from=(), replaced_by=(), confidential_address=original.confidential_address,
        )  # fmt: skip
        (target / "services" / f"{copy.id}.yaml").write_text(service_text(copy), encoding="utf-8")
        written += 1
    return written
