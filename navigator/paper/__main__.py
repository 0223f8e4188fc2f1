"""The child process that prints: reads a document from its pipe, answers with a PDF, and keeps nothing.

It is gentle (`nice`), deaf (nothing is fetched) and cannot write: the system itself allows its files no length. It ends with its pipe.
"""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import sys
import warnings
from collections.abc import Callable
from typing import Any

from navigator.paper.press import AWAY, BOXES, FAILED, PAPER, READY, SAMPLES, read_frame, write_frame

#: So many missing characters are named at most.
MOST = 20
#: Control characters come with pasted text. They mean nothing on paper and would be printed as boxes; those that part words become spaces.
_CONTROLS = {
    point: " " if point in (11, 12) else None for point in (*range(32), *range(127, 160)) if point not in (9, 10, 13)
}
#: Elements whose text is not printed.
_UNSEEN = {"head", "style", "script", "template"}


def main() -> int:
    """Answer frames until the pipe ends."""
    os.nice(10)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's; we end with our pipe
    questions, answers = (os.fdopen(os.dup(number), mode, buffering=0) for number, mode in ((0, "rb"), (1, "wb")))
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):  # a library that prints must not print into our frames, nor the document into a log
        os.dup2(nowhere, number)
    warnings.simplefilter("ignore")
    try:
        letters, paper = _machine()
    except ImportError:
        write_frame(answers, AWAY, b"Papers need WeasyPrint. Install the navigator with its extra [pdf].")
        return 1
    except (OSError, AttributeError):  # a library is not there, or too old to know what is asked of it
        remedy = b"Papers need Pango. Install Debian's libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0."
        write_frame(answers, AWAY, remedy)
        return 1
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(limit, (0, 0))
    write_frame(answers, READY, b"")
    while True:
        try:
            kind, body = read_frame(questions)
        except EOFError:
            return 0
        try:
            answer = _answer(kind, body, letters, paper)
        except Exception as error:
            answer = FAILED, type(error).__name__.encode("ascii", "replace")  # its words may be the document's
        try:
            write_frame(answers, *answer)
        except BrokenPipeError:
            return 0


def _answer(
    kind: bytes, body: bytes, letters: Callable[[str], str], paper: Callable[[str], tuple[bytes, str]]
) -> tuple[bytes, bytes]:
    """Return the frame that answers one question. Raises whatever printing raises."""
    if kind == SAMPLES:
        samples = {key: letters(text.translate(_CONTROLS)) for key, text in json.loads(body).items()}
        return SAMPLES, json.dumps(samples).encode("ascii")
    made, boxes = paper(body.decode("utf-8").translate(_CONTROLS))
    return (BOXES, boxes.encode("utf-8")) if boxes else (PAPER, made)


def _machine() -> tuple[Callable[[str], str], Callable[[str], tuple[bytes, str]]]:
    """Load what prints, once. Return two functions: a text's missing characters; and a document's PDF with its missing characters.

    Raises `ImportError` without WeasyPrint, `OSError` or `AttributeError` without Pango.
    """
    import weasyprint
    from weasyprint.text.ffi import ffi, gobject, pango
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

    class InstalledFonts(FontConfiguration):
        """The fonts of this machine. A document cannot bring its own: they would be written to a folder."""

        def add_font_face(self, rule_descriptors: Any, url_fetcher: Any) -> None:
            """Leave it out."""

    class BoxesDrawn(logging.Handler):
        """Hears of each character that was drawn as a box, and of nothing else."""

        characters: set[str]

        def emit(self, record: logging.LogRecord) -> None:
            if str(record.msg).startswith(".notdef") and record.args:
                self.characters.add(chr(record.args[1]))  # type: ignore[index,arg-type]

    boxes = BoxesDrawn()
    logging.lastResort = None
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], False
    logging.getLogger("weasyprint").handlers = [boxes]

    ffi.cdef("int pango_layout_get_unknown_glyphs_count (PangoLayout *layout);")
    fonts = InstalledFonts()
    context = ffi.gc(pango.pango_font_map_create_context(fonts.font_map), gobject.g_object_unref)
    layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    fetcher = URLFetcher(allowed_protocols=("data",), allow_redirects=False)
    known: set[str] = set()

    def unknown(text: str) -> int:
        written = text.encode("utf-8", "replace")
        pango.pango_layout_set_text(layout, written, len(written))
        return pango.pango_layout_get_unknown_glyphs_count(layout)

    def letters(text: str) -> str:
        """Return the characters of a text that no font has, at most `MOST`."""
        new = sorted(set(text) - known)
        if new and unknown(" ".join(new)):
            lacking = [character for character in new if unknown(character)]
            known.update(set(new) - set(lacking))
            return "".join(lacking[:MOST])
        known.update(new)
        return ""

    def paper(html: str) -> tuple[bytes, str]:
        """Return a PDF and "", or nothing and the characters that no font has."""
        document = weasyprint.HTML(string=html, url_fetcher=fetcher)
        lacking = letters("".join(_seen(document.etree_element)))
        if lacking:
            return b"", lacking
        boxes.characters = set()  # what only the style brings is heard of while it is drawn
        try:
            made = document.write_pdf(font_config=fonts, pdf_variant="pdf/ua-1")
        finally:
            fonts.strut_layouts.clear()
        return made, "".join(sorted(boxes.characters)[:MOST])

    letters("Aa")
    return letters, paper


def _seen(element: Any) -> list[str]:
    """Return the texts of an element and of all below it that a paper may show."""
    found, ahead = [], [element]
    while ahead:
        one = ahead.pop()
        if isinstance(one.tag, str) and one.tag not in _UNSEEN:  # a comment's tag is no text
            found.append(one.text or "")
            ahead.extend(one)
        found.append(one.tail or "")
    return found


if __name__ == "__main__":
    sys.exit(main())
