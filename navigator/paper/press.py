"""The press as the pages see it: a queue of few, one warm child process behind it, and a clock.

Frames go over the child's pipes: one letter for the kind, eight bytes for the length, the body.
"""

from __future__ import annotations

import atexit
import json
import os
import struct
import subprocess
import sys
import threading
import weakref
from io import FileIO
from pathlib import Path
from typing import IO

import navigator
from navigator.errors import NavigatorError

#: A child that has printed so many papers makes room for a new one: what its libraries never give back goes with it.
LASTS = 200
#: Kinds of frames. The first two are questions; READY or AWAY is the first thing a child says.
PAPER, SAMPLES, READY, AWAY, BOXES, FAILED = b"P", b"S", b"R", b"A", b"B", b"F"
#: What the child is told of the environment. The keys and addresses of the installation are none of its business.
_TOLD = ("PATH", "HOME", "LANG", "LC_", "TMPDIR", "TZ", "XDG_", "FONTCONFIG_", "LD_", "DYLD_", "PYTHON", "VIRTUAL_ENV")
_HEAD = struct.Struct("!cQ")


class PressBusy(NavigatorError):
    """Others are printing and waiting already; one more would hold a thread that the pages need."""

    status = 503


class PressAway(NavigatorError):
    """What prints is not installed here."""

    status = 503


class PressFailed(NavigatorError):
    """The paper took too long, or could not be made. The sentence never holds a word of it."""


class FontMissing(NavigatorError):
    """The document holds `characters` that no font of this machine has: they would be boxes on paper."""

    def __init__(self, characters: str):
        self.characters = characters
        points = ", ".join(f"U+{ord(character):04X}" for character in characters[:8])
        super().__init__(
            f"No font here has some characters of this paper ({points}), so it was not made. "
            "Install Debian's fonts-noto-core and fonts-noto-cjk, or leave them out."
        )


class Press:
    """Makes papers one at a time. Any thread may ask; a process that was forked gets a child of its own.

    At most *waiting* callers are in here at once, one printing and the others waiting. Each paper has *seconds*, the child's start included.
    """

    def __init__(self, seconds: float = 20, waiting: int = 2):
        self.seconds, self.waiting = seconds, waiting
        self._open()
        _PRESSES.add(self)

    def _open(self) -> None:
        self._places = threading.BoundedSemaphore(self.waiting)
        self._turn = threading.Lock()
        self._child: _Child | None = None

    def pdf(self, html: str) -> bytes:
        """Return *html*, a whole document with its style in it, as a PDF/UA file.

        Title and language are the document's own. Raises `PressBusy`, `PressAway`, `PressFailed` or `FontMissing`.
        """
        kind, body = self._ask(PAPER, html.encode("utf-8", "replace"))
        if kind == BOXES:
            raise FontMissing(body.decode("utf-8"))
        return body

    def missing(self, samples: dict[str, str]) -> dict[str, str]:
        """Return, for each key of *samples*, the characters of its text that no font has ("" for none). Raises like `pdf`."""
        return json.loads(self._ask(SAMPLES, json.dumps(samples).encode("ascii"))[1])

    def close(self) -> None:
        """Put the child away, whatever it is doing. The next paper starts another."""
        child = self._child
        if child:
            child.kill()
        if self._turn.acquire(blocking=False):  # else whoever is printing finds its child gone, and puts it away
            try:
                self._put_away()
            finally:
                self._turn.release()

    def __del__(self) -> None:
        self.close()

    def _put_away(self) -> None:
        """Let go of the child, its pipes too. Only who has the turn may: a pipe closed under a reader could become another file."""
        child, self._child = self._child, None
        if child:
            child.kill()
            child.close_pipes()

    def _ask(self, kind: bytes, body: bytes) -> tuple[bytes, bytes]:
        places = self._places
        if not places.acquire(blocking=False):
            raise PressBusy("Other papers are being made just now. Try again in a minute, or print the page instead.")
        try:
            with self._turn:
                return self._answer(kind, body)
        finally:
            places.release()

    def _answer(self, kind: bytes, body: bytes) -> tuple[bytes, bytes]:
        """Return what the child says to one question, with the clock running. Only one thread is ever here."""
        child = self._child
        if child is None or child.papers >= LASTS or child.process.poll() is not None:
            self._put_away()
            try:
                child = self._child = _Child()
            except OSError as error:
                raise PressFailed(
                    f"The press could not be started ({error.strerror}). Print the page instead."
                ) from None
        clock = threading.Timer(self.seconds, child.kill, kwargs={"late": True})
        clock.daemon = True
        clock.start()
        answer = None
        try:
            answer = child.ask(kind, body)
        except (OSError, EOFError):
            raise PressFailed(
                f"The paper was not ready in {self.seconds:g} seconds. Print the page instead, or make it shorter."
                if child.late
                else "The paper could not be made, because the press stopped. Try again, or print the page instead."
            ) from None
        finally:
            clock.cancel()
            clock.join()
            # An answer read halfway must never be taken for the next caller's paper.
            if answer is None or answer[0] == AWAY or child.killed:
                self._put_away()
        if answer[0] == AWAY:
            raise PressAway(answer[1].decode("utf-8"))
        if answer[0] == FAILED:
            raise PressFailed(f"The paper could not be made ({answer[1].decode('ascii')}). Print the page instead.")
        return answer

    def _forget(self) -> None:
        """After a fork: let go of the parent's child and its locks. Its pipes are closed here, so that they still end with the parent."""
        if self._child:
            self._child.let_go()
        self._open()


class _Child:
    """The process that prints, and its pipes."""

    def __init__(self) -> None:
        self.papers, self.ready, self.killed, self.late = 0, False, False, False
        self._killing = threading.Lock()
        self.process = subprocess.Popen(
            [sys.executable, "-m", __package__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a library's complaint may repeat the document
            bufsize=0,
            cwd=Path(navigator.__file__).parent.parent,
            env={name: value for name, value in os.environ.items() if name.startswith(_TOLD)},
        )

    def ask(self, kind: bytes, body: bytes) -> tuple[bytes, bytes]:
        """Return the answer to one question, or AWAY and why. Raises `OSError` or `EOFError` when the child is gone."""
        assert self.process.stdin
        assert self.process.stdout
        if not self.ready:
            first = read_frame(self.process.stdout)
            if first[0] == AWAY:
                return first
            self.ready = True
        write_frame(self.process.stdin, kind, body)
        answer = read_frame(self.process.stdout)
        self.papers += 1
        return answer

    def kill(self, late: bool = False) -> None:
        """End the process and wait till it is gone. Any thread may; a second time does nothing."""
        with self._killing:
            if not self.killed:
                self.killed, self.late = True, late
                self.process.kill()
                self.process.wait()

    def let_go(self) -> None:
        """Forget a process that is our parent's child, not ours."""
        self.close_pipes()
        self.process.returncode = 0  # else it would be waited for, and missed

    def close_pipes(self) -> None:
        """Close our ends of both pipes."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()


def write_frame(pipe: IO[bytes] | FileIO, kind: bytes, body: bytes) -> None:
    """Write one frame to an unbuffered pipe. Raises `OSError` when nobody reads it."""
    rest = memoryview(_HEAD.pack(kind, len(body)) + body)
    while rest:
        rest = rest[pipe.write(rest) :]


def read_frame(pipe: IO[bytes] | FileIO) -> tuple[bytes, bytes]:
    """Return one frame's kind and body. Raises `EOFError` when the pipe ends before it does."""
    kind, length = _HEAD.unpack(_read(pipe, _HEAD.size))
    return kind, _read(pipe, length)


def _read(pipe: IO[bytes] | FileIO, length: int) -> bytes:
    parts = []
    while length:
        part = pipe.read(min(length, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


#: Every press of this process, to be closed when it ends and forgotten where it forks.
_PRESSES: weakref.WeakSet[Press] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    for press in list(_PRESSES):
        press.close()


def _forget_all() -> None:
    for press in list(_PRESSES):
        press._forget()


os.register_at_fork(after_in_child=_forget_all)
