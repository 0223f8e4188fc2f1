"""What can go wrong, in words a person can act on.

Every error a door may meet is a small class here, with the sentence to show and the status a page should carry. A door
never invents its own sentence: `web/error_pages.py` and `cli/` both read these.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class NavigatorError(Exception):
    """Something a person can put right. `str(error)` is the sentence that says how."""

    status = 500
    exit_code = 1


class SettingWrong(NavigatorError):
    """A setting in the environment cannot be used."""

    exit_code = 2


class DirectoryMissing(NavigatorError):
    """There is no baked directory to answer from."""

    status = 503


class DirectoryBroken(NavigatorError):
    """The files of the directory have problems, so nothing was baked."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        count = len(problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'} in the files; nothing was baked.")


class PlaceMissing(NavigatorError):
    """A place was asked for that has no folder."""

    exit_code = 2


class UnknownNeed(NavigatorError):
    """A need id that no file describes."""

    status = 404


class UnknownService(NavigatorError):
    """A service id that the directory does not hold."""

    status = 404


class OptionNotOffered(NavigatorError):
    """An answer that its question does not offer."""

    status = 400


class RecordMissing(NavigatorError):
    """A record that is not there, or not for whoever asks: both look the same."""

    status = 404


class ConsentMissing(NavigatorError):
    """Something that needs a resident's yes, which they have not given or have taken back."""

    status = 409


class ChangedMeanwhile(NavigatorError):
    """Somebody else saved first. `differences` are (field, their value); nothing of either is lost."""

    status = 409

    def __init__(self, differences: list[tuple[str, str]]):
        self.differences = differences
        super().__init__("Somebody else changed this while you were writing.")


class CannotDo(NavigatorError):
    """Something asked for that cannot be done as it was asked; the sentence stands by the form."""

    status = 400
    exit_code = 2


class PortInUse(NavigatorError):
    """Another program already listens where we were asked to."""

    exit_code = 3


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong in a data file: where it is, what is wrong, and what to do about it."""

    file: str
    line: int
    field: str
    says: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        field = f" {self.field}:" if self.field else ""
        return f"{where}:{field} {self.says} {self.remedy}"


def relative_name(path: Path) -> str:
    """Return *path* as seen from the working folder when it is inside it, else whole."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
