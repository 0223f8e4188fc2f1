"""Bake: read everything public, check it, write it whole into a new folder, then name that folder the current one.

Nothing is edited in place. A bake that fails or is killed leaves the old folder in use; deleting every baked folder loses nothing.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from navigator.directory.check import Vocabulary, check_directory
from navigator.directory.index import bake_index
from navigator.directory.read import read_directory, read_service
from navigator.directory.records import PEOPLE, Directory
from navigator.directory.store import FORMAT, bake_store, place_on_map
from navigator.directory.words import Words, read_words
from navigator.errors import DirectoryBroken, PlaceMissing, Problem
from navigator.flows.check import check_flows
from navigator.flows.flow import Flows
from navigator.flows.read import HERE as FLOWS_FOLDER
from navigator.flows.read import read_flows
from navigator.languages.catalogues import bake_catalogues, check_catalogue
from navigator.places.help_now import DANGERS, HelpNow, read_help_now
from navigator.places.place import Place, read_place
from navigator.places.whereabouts import PlaceTable, bake_postcodes, check_postcodes
from navigator.settings import ROOT, Settings
from navigator.yaml_files import YamlFile

#: Baked folders kept: the one in use, and the one before it for the processes that still read it.
KEPT = 3


@dataclass
class Read:
    """Everything public of one place, as read from its files."""

    place: Place | None
    help_now: HelpNow | None
    flows: Flows
    directory: Directory
    files: dict[str, YamlFile]
    problems: list[Problem]
    words: dict[str, dict[tuple[str, str], Words]]


def read_everything(
    settings: Settings, edits: Mapping[str, Mapping[str, Any]] | None = None, catalogues: bool = True
) -> Read:
    """Return everything public of the place, with every problem found in it. *edits* are approved ones, laid over the files.

    Without *catalogues* those of the pages are not looked at: they are the ones that were found right before.
    """
    folder = settings.directory_data / settings.place
    if not folder.is_dir():
        raise PlaceMissing(f"There is no folder {folder}.")
    place, problems = read_place(folder)
    help_now, more, help_file = read_help_now(folder)
    problems = problems + more
    problems += check_postcodes(folder)
    problems += check_flows(PEOPLE, DANGERS)
    flows, _, _ = read_flows()
    directory, files, form = read_directory(folder)
    problems += form
    if place:
        directory, more = _from_next_door(settings, place, directory, files)
        problems += more
    if edits:
        directory, more = lay_over(directory, files, edits)
        problems += more
    if place:
        vocabulary = Vocabulary(flows.needs, flows.kinds, place.area_names())
        problems += check_directory(directory, files, vocabulary)
        problems += _check_front_doors(place, directory, YamlFile(folder / "place.yaml"))
    if help_now:
        problems += _check_help_now(help_now, directory, help_file)
    words, more = read_words(folder, directory)
    problems += more
    for catalogue in sorted(settings.translations.glob("*/LC_MESSAGES/messages.po")) if catalogues else ():
        problems += check_catalogue(catalogue)
    return Read(place, help_now, flows, directory, files, sorted(set(problems)), words)


def problems_of_edit(
    settings: Settings, service_id: str, after: Mapping[str, Any], standing: Mapping[str, Mapping[str, Any]]
) -> list[Problem]:
    """Return what would be wrong with one service if it were so, and with what leans on it; the rest of the files is not judged again."""
    folder = settings.directory_data / settings.place
    place, _ = read_place(folder)
    help_now, _, help_file = read_help_now(folder)
    flows, _, _ = read_flows()
    directory, files, _ = read_directory(folder)
    directory, problems = lay_over(directory, files, {**standing, service_id: after})
    if place:
        vocabulary = Vocabulary(flows.needs, flows.kinds, place.area_names())
        problems += check_directory(directory, files, vocabulary)
        problems += _check_front_doors(place, directory, YamlFile(folder / "place.yaml"))
    if help_now:
        problems += _check_help_now(help_now, directory, help_file)
    return sorted(
        {problem for problem in problems if problem.file == f"edit of {service_id}" or service_id in problem.says}
    )


def _from_next_door(
    settings: Settings, place: Place, directory: Directory, files: dict[str, YamlFile]
) -> tuple[Directory, list[Problem]]:
    """Return the directory with what a neighbour's folder, where it is there, offers people of this place too."""
    services, organisations, problems = dict(directory.services), dict(directory.organisations), []
    for neighbour in place.neighbours:
        folder = settings.directory_data / neighbour.id
        if not (folder / "services").is_dir():
            continue
        theirs, their_files, more = read_directory(folder)
        problems += more
        for service in theirs.services.values():
            if place.id in service.area_served and service.id not in services:
                # Their other areas mean nothing here, and would be refused as unknown.
                known = place.area_names()
                services[service.id] = replace(
                    service, area_served=tuple(area for area in service.area_served if area in known), replaced_by=()
                )
                files[service.id] = their_files[service.id]
                if service.organisation in theirs.organisations:
                    organisations.setdefault(service.organisation, theirs.organisations[service.organisation])
    return Directory(services, organisations), problems


def lay_over(
    directory: Directory, files: dict[str, YamlFile], edits: Mapping[str, Mapping[str, Any]]
) -> tuple[Directory, list[Problem]]:
    """Return the directory with each edited service as its edit says, read and judged like a file of its own."""
    services, problems = dict(directory.services), []
    with tempfile.TemporaryDirectory() as folder:
        for service_id, fields in edits.items():
            path = Path(folder) / f"{service_id}.yaml"
            path.write_text(json.dumps(fields, ensure_ascii=False), encoding="utf-8")  # JSON is YAML
            file = YamlFile(path)
            file.name = f"edit of {service_id}"
            services[service_id] = read_service(file)
            files[service_id] = file
            problems += file.problems
    return Directory(services, directory.organisations), problems


def _check_front_doors(place: Place, directory: Directory, file: YamlFile) -> list[Problem]:
    return [
        file.problem((key,), f"{service!r} is not an open service.", "Name a service residents can turn to.")
        for key, services in (("front_doors", place.front_doors), ("council_contact", (place.council_contact,)))
        for service in services
        if service not in directory.services or not directory.services[service].is_offered
    ] + [
        file.problem(
            ("kiosks", number, "service"),
            f"{kiosk.service!r} is not in the directory.",
            "Name the service where it stands.",
        )
        for number, kiosk in enumerate(place.kiosks)
        if kiosk.service not in directory.services
    ]


def _check_help_now(help_now: HelpNow, directory: Directory, file: YamlFile) -> list[Problem]:
    """Return where the help for now and the service records disagree. A wrong number here is the worst mistake there is."""
    problems = []
    for part in ("strip", "all"):
        for number, line in enumerate(getattr(help_now, part)):
            service = directory.services.get(line.service)
            if service is None:
                problems.append(
                    file.problem(
                        (part, number),
                        f"{line.service!r} is not a service.",
                        "Every number names the service that holds its source.",
                    )
                )
            elif line.number not in {phone.number for phone in service.shown_phones}:
                problems.append(
                    file.problem(
                        (part, number),
                        f"{line.number!r} is not a verified number of {line.service}.",
                        "Make the two agree.",
                    )
                )
    for kind, danger in help_now.dangers.items():
        for service_id in danger.services:
            service = directory.services.get(service_id)
            if service is None or not service.is_offered:
                problems.append(
                    file.problem(
                        ("dangers", kind, "services"),
                        f"{service_id!r} is not an open service.",
                        "Take it out or correct it.",
                    )
                )
    return problems


def fingerprint(settings: Settings) -> str:
    """Return a short hash of every file that goes into a bake and of the code's format."""
    place = settings.directory_data / settings.place
    files = [path for path in place.rglob("*") if path.is_file()]
    files += [
        *FLOWS_FOLDER.rglob("*.yaml"),
        *settings.translations.rglob("*.po"),
        *(ROOT / "navigator" / "directory").glob("*.py"),
        ROOT / "navigator" / "folding.py",
    ]
    digest = hashlib.blake2b(str(FORMAT).encode(), digest_size=6)
    for path in sorted(files):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_baked(settings: Settings) -> bool:
    """Return whether what is baked was made from the files as they are now."""
    try:
        name = (settings.baked / "current").read_text().strip()
        manifest = json.loads((settings.baked / name / "manifest.json").read_text())
    except (OSError, ValueError):
        return False
    return manifest.get("fingerprint") == fingerprint(settings)


def bake_everything(
    settings: Settings, edits: Mapping[str, Mapping[str, Any]] | None = None, edits_mark: str = ""
) -> Path:
    """Bake the settings' place, approved *edits* laid over its files, and make it the current one. Returns the new folder.

    Raises `DirectoryBroken` with every problem when the files are not right; then nothing has changed.
    """
    before = _Before(settings)
    catalogues = _mark_of(*settings.translations.rglob("*.po"))
    read = read_everything(settings, edits, catalogues=not before.same("catalogues", catalogues))
    if read.problems or not read.place:
        raise DirectoryBroken(read.problems)
    source = settings.directory_data / settings.place
    mark = fingerprint(settings)
    settings.baked.mkdir(parents=True, exist_ok=True)
    half = settings.baked / f"half-{os.getpid()}-{time.time_ns()}"
    half.mkdir()
    try:
        shutil.copy(source / "place.yaml", half / "place.yaml")
        shutil.copy(source / "help_now.yaml", half / "help_now.yaml")
        postcodes = _mark_of(source / "place.yaml", source / "postcodes.csv", source / "ward_boroughs.csv")
        if not before.carry("postcodes", postcodes, half / "places.sqlite"):
            bake_postcodes(read.place, source, half / "places.sqlite")
        table = PlaceTable(read.place, half / "places.sqlite")
        directory = place_on_map(read.directory, table.point_of)
        table.close()
        bake_store(directory, half / "directory.sqlite", read.words)
        translated: dict[str, list[str]] = {}
        for sentences in read.words.values():
            for (service_id, field), sentence in sentences.items():
                if field in ("summary", "eligibility"):
                    translated.setdefault(service_id, []).append(sentence.says)
        sayings = read.flows.kinds | {
            need.id: f"{need.name} {need.say} {need.words}" for need in read.flows.needs.values()
        }
        bake_index(
            directory,
            half / "index",
            sayings,
            {service_id: " ".join(texts) for service_id, texts in translated.items()},
        )
        (half / "modified.json").write_text(json.dumps(times_of_change(settings, directory)))
        if before.carry("catalogues", catalogues, half / "catalogues"):
            codes = {code: code in before.manifest["read"] for code in before.manifest["languages"]}
        else:
            codes = bake_catalogues(settings.translations, half / "catalogues")
        manifest = {
            "format": FORMAT,
            "fingerprint": mark,
            "place": read.place.id,
            "services": len(directory.services),
            "languages": list(codes),
            "read": [code for code, read in codes.items() if read],
            "edits": edits_mark,
            "parts": {"postcodes": postcodes, "catalogues": catalogues},
        }
        (half / "manifest.json").write_text(json.dumps(manifest))
        done = (
            settings.baked
            / f"{time.strftime('%Y%m%dT%H%M%S', time.gmtime())}-{time.time_ns() // 1000 % 1_000_000:06d}-{mark}"
        )
        half.rename(done)
    except BaseException:
        shutil.rmtree(half, ignore_errors=True)
        raise
    _make_current(settings.baked, done.name)
    _tidy(settings.baked, done.name)
    return done


def _mark_of(*files: Path) -> str:
    """Return a hash of files and of the code's format."""
    digest = hashlib.blake2b(str(FORMAT).encode(), digest_size=8)
    for path in sorted(files):
        digest.update(path.as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


class _Before:
    """The bake before this one, whose parts are carried over while what they were made from is the same: an approved edit changes neither
    postcodes nor catalogues, and whoever approved it is waiting."""

    def __init__(self, settings: Settings):
        self.folder, self.manifest = None, {}
        with contextlib.suppress(OSError, ValueError):
            folder = settings.baked / (settings.baked / "current").read_text().strip()
            manifest = json.loads((folder / "manifest.json").read_text())
            if manifest.get("format") == FORMAT and {"languages", "read", "parts"} <= manifest.keys():
                self.folder, self.manifest = folder, manifest

    def same(self, part: str, mark: str) -> bool:
        """Return whether a part was made from the same."""
        return self.folder is not None and self.manifest["parts"].get(part) == mark

    def carry(self, part: str, mark: str, target: Path) -> bool:
        """Copy a part to *target* when it was made from the same; return whether it was."""
        if self.folder is None or not self.same(part, mark):
            return False
        there = self.folder / target.name
        try:
            if there.is_dir():
                shutil.copytree(there, target)
            else:
                shutil.copy(there, target)
        except OSError:  # tidied away by another bake in between, or damaged: it is made anew
            shutil.rmtree(target, ignore_errors=True)
            target.unlink(missing_ok=True)
            return False
        return True


def times_of_change(settings: Settings, directory: Directory) -> dict[str, tuple[str, str]]:
    """Return each service's fingerprint and when it last changed: carried over from the bake before while the fingerprint is the same."""
    try:
        name = (settings.baked / "current").read_text().strip()
        before = json.loads((settings.baked / name / "modified.json").read_text())
    except (OSError, ValueError):
        before = {}
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    times = {}
    for service in directory.services.values():
        organisation = directory.organisations.get(service.organisation)
        mark = hashlib.blake2b(repr((service, organisation)).encode(), digest_size=8).hexdigest()
        kept = before.get(service.id)
        # Without a bake before, a service changed when it was last seen true, so that a new machine tells the same story.
        first = (
            f"{service.last_checked}T00:00:00Z"
            if len(service.last_checked) == 10
            else f"{(service.last_checked or '2026')[:4]}-01-01T00:00:00Z"
        )
        times[service.id] = (mark, kept[1] if kept and kept[0] == mark else now if kept or before else first)
    return times


def _make_current(baked: Path, name: str) -> None:
    pointer = baked / f"current-{os.getpid()}"
    pointer.write_text(name)
    pointer.replace(baked / "current")


def _tidy(baked: Path, current: str) -> None:
    """Remove what old and killed bakes left, keeping the newest few."""
    whole = sorted(
        (path for path in baked.iterdir() if path.is_dir() and not path.name.startswith("half-")),
        key=lambda path: path.name,
    )
    for path in whole[:-KEPT]:
        if path.name != current:
            shutil.rmtree(path, ignore_errors=True)
    for path in baked.glob("half-*"):
        if time.time() - path.stat().st_mtime > 3600:
            shutil.rmtree(path, ignore_errors=True)
