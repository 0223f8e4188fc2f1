"""The press: what a paper is, what it never does, and that nobody waits for it longer than they must."""

from __future__ import annotations

import base64
import ctypes
import io
import os
import re
import signal
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from navigator.paper.fonts import printable
from navigator.paper.press import FontMissing, Press, PressAway, PressBusy, PressFailed

#: No font will ever have this one: it is for private use.
NOBODYS = "\U0010fffd"
#: The margin boxes have their font too: they do not take the body's.
STYLE = """
@page { size: A4; margin: 2cm; @bottom-center { content: counter(page) " / " counter(pages); font-family: "Noto Sans" } }
body { font-family: "Noto Sans", "Noto Sans Arabic", "Noto Nastaliq Urdu", "Noto Sans Bengali", "Noto Sans CJK SC" }
"""


def html(body: str, style: str = "", lang: str = "en", title: str = "Your signposts") -> str:
    """Return a whole document."""
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}{style}</style></head><body>{body}</body></html>"
    )


def pages(count: int) -> str:
    """Return a document that takes *count* pages and a while."""
    page = "<p>Somewhere to sit, a warm drink, and somebody who listens to what has happened. </p>" * 25
    return html("".join(f'<section style="break-after: page"><h2>Page {n}</h2>{page}</section>' for n in range(count)))


@contextmanager
def opened(paper: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(paper)
    try:
        yield document
    finally:
        document.close()


def words(paper: bytes) -> str:
    """Return the text of a paper."""
    with opened(paper) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def inks(paper: bytes) -> set[tuple[int, ...]]:
    """Return the colours of a paper's first page."""
    with opened(paper) as document:
        image = document[0].render(scale=0.5).to_pil().convert("RGB")
        return {colour for _, colour in image.getcolors(1 << 20)}


def png(colour: tuple[int, int, int]) -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (60, 60), colour).save(held, "PNG")
    return held.getvalue()


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    """A press that is warm. Skips, saying so, where there is nothing to print with."""
    made = Press(seconds=60)
    try:
        made.pdf(html("<p>Warm</p>"))
    except PressAway as away:
        pytest.skip(str(away))
    yield made
    made.close()


@pytest.fixture
def own(press: Press) -> Iterator[Press]:
    """A press for one test, still cold."""
    made = Press(seconds=60)
    yield made
    made.close()


def test_a_paper_has_its_documents_title_and_language(press: Press) -> None:
    with opened(press.pdf(html("<h1>ہیلو</h1>", lang="ur", title="آپ کی فہرست"))) as document:
        length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
        held = ctypes.create_string_buffer(length)
        pdfium.FPDFCatalog_GetLanguage(document, ctypes.cast(held, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)

        assert document.get_metadata_dict()["Title"] == "آپ کی فہرست"
        assert held.raw.decode("utf-16-le").rstrip("\0") == "ur"


def test_a_paper_is_tagged_for_readers(press: Press) -> None:
    paper = press.pdf(html("<h1>Food</h1><p>Near you</p>"))

    with opened(paper) as document:
        assert pdfium.FPDFCatalog_IsTagged(document)
        tree = pdfium.FPDF_StructTree_GetForPage(document[0])
        assert pdfium.FPDF_StructTree_CountChildren(tree) > 0
        pdfium.FPDF_StructTree_Close(tree)
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", paper, re.DOTALL)
    assert any(b"pdfuaid:part" in unpacked(stream) for stream in streams), "its metadata does not say it is PDF/UA"


def test_all_fonts_are_in_the_paper(press: Press) -> None:
    paper = press.pdf(html("<p>Food</p><p>طعام</p><p>খাবার</p><p>食物</p><p><b>کھانا</b></p>"))

    fonts = {}
    with opened(paper) as document:
        for thing in document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            font = pdfium.FPDFTextObj_GetFont(thing)
            name = ctypes.create_string_buffer(200)
            pdfium.FPDFFont_GetBaseFontName(font, name, 200)
            fonts[name.value] = pdfium.FPDFFont_GetIsEmbedded(font)
    assert len(fonts) >= 4
    assert set(fonts.values()) == {1}


def test_the_words_can_be_read_back(press: Press) -> None:
    read = words(press.pdf(html("<p>Somewhere warm</p><p>食物银行</p>")))

    assert "Somewhere warm" in read
    assert "食物银行" in read
    assert "1 / 1" in read


def test_a_picture_in_the_document_is_printed(press: Press) -> None:
    data = base64.b64encode(png((200, 30, 60))).decode()

    assert (200, 30, 60) in inks(press.pdf(html(f'<img alt="a square" src="data:image/png;base64,{data}">')))


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/a.png", "file://{file}", "{file}"])
def test_a_picture_from_elsewhere_is_refused_and_the_paper_comes(press: Press, tmp_path: Path, address: str) -> None:
    """Nothing is asked of the network, and no file is read."""
    file = tmp_path / "a.png"
    file.write_bytes(png((200, 30, 60)))
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        source = address.format(port=server.getsockname()[1], file=file)
        links = f'<link rel="stylesheet" href="{source}"><link rel="attachment" href="{source}">'
        paper = press.pdf(html(f'{links}<p>Still here</p><img alt="a square" src="{source}">', f'@import "{source}";'))

        with pytest.raises(TimeoutError):
            server.accept()
    assert "Still here" in words(paper)
    assert (200, 30, 60) not in inks(paper)
    with opened(paper) as document:
        assert document.count_attachments() == 0


@pytest.mark.parametrize(
    ("body", "style"),
    [
        (f"<p>Before {NOBODYS} after</p>", ""),
        ("<p>Before &#x10FFFD; after</p>", ""),
        ("<p>Before</p>", r"p::after { content: '\10FFFD' }"),
        (f'<svg width="90" height="40"><text x="0" y="20">{NOBODYS}</text></svg>', ""),
    ],
    ids=["text", "reference", "style", "drawing"],
)
def test_a_paper_never_holds_boxes(press: Press, body: str, style: str) -> None:
    """However the character comes into it: the paper is not made, and the error says which it was and nothing else."""
    with pytest.raises(FontMissing) as failed:
        press.pdf(html(body, style))

    assert failed.value.characters == NOBODYS
    assert "U+10FFFD" in str(failed.value)
    assert "Before" not in str(failed.value)


def test_what_is_not_printed_needs_no_font(press: Press) -> None:
    """Marks of direction and joining, and control characters that came with pasted text, are no letters."""
    assert "onetwo" in words(press.pdf(html("<p>one\x07\u200d\u200f\u2066two\u2069\ufe0f</p>", title=f"A {NOBODYS}")))


def test_a_child_killed_between_papers_is_replaced(own: Press) -> None:
    own.pdf(html("<p>First</p>"))
    child = own._child.process
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

    assert "Second" in words(own.pdf(html("<p>Second</p>")))
    assert own._child.process.pid != child.pid


def test_a_child_killed_in_the_middle_is_replaced(own: Press) -> None:
    own.pdf(html("<p>First</p>"))
    killer = threading.Timer(0.3, os.kill, (own._child.process.pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(PressFailed, match="press stopped"):
        own.pdf(pages(150))
    killer.join()

    assert "Second" in words(own.pdf(html("<p>Second</p>")))


def test_a_paper_that_takes_too_long_is_given_up(own: Press) -> None:
    """On time, without its words, and the next one works."""
    own.pdf(html("<p>Warm</p>"))
    own.seconds = 0.3
    start = time.monotonic()
    with pytest.raises(PressFailed, match=r"0\.3 seconds") as failed:
        own.pdf(pages(150))

    assert time.monotonic() - start < 2
    assert "warm drink" not in str(failed.value)
    own.seconds = 60
    assert "Next" in words(own.pdf(html("<p>Next</p>")))


def test_what_goes_wrong_is_told_without_its_words(own: Press) -> None:
    """A document too deep to print: the kind of error is told, and the child lives on."""
    own.pdf(html("<p>Warm</p>"))
    child = own._child.process.pid
    with pytest.raises(PressFailed) as failed:
        own.pdf(html("<div>" * 5000 + "a secret"))

    assert "secret" not in str(failed.value)
    assert "RecursionError" in str(failed.value)
    assert "Next" in words(own.pdf(html("<p>Next</p>")))
    assert own._child.process.pid == child


def test_a_third_caller_is_turned_away_at_once(own: Press) -> None:
    made: list[bytes] = []
    long = pages(15)
    callers = [threading.Thread(target=lambda: made.append(own.pdf(long))) for _ in range(2)]
    for caller in callers:
        caller.start()
    while own._places._value:  # until both are in
        time.sleep(0.01)
    start = time.monotonic()
    with pytest.raises(PressBusy):
        own.pdf(html("<p>Third</p>"))

    assert time.monotonic() - start < 0.2
    for caller in callers:
        caller.join()
    assert [paper[:4] for paper in made] == [b"%PDF"] * 2
    assert "Third" in words(own.pdf(html("<p>Third</p>")))


def test_a_long_paper_does_not_hold_the_pages_up(press: Press) -> None:
    """Another thread of this process goes on all the while: its longest wait is far below what a person notices."""
    done, waits = threading.Event(), []

    def count() -> None:
        before = time.monotonic()
        while not done.is_set():
            time.sleep(0.002)
            now = time.monotonic()
            waits.append(now - before)
            before = now

    counter = threading.Thread(target=count)
    counter.start()
    try:
        paper = press.pdf(pages(30))
    finally:
        done.set()
        counter.join()

    with opened(paper) as document:
        assert len(document) >= 30
    assert len(waits) > 50
    assert max(waits) < 0.5


def test_nothing_of_a_document_is_left_behind(own: Press, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a font that it brings itself, and not when its child is killed."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    noto = next(Path("/usr/share/fonts").rglob("NotoSans-Regular.ttf"), None)
    font = base64.b64encode(noto.read_bytes() if noto else b"no font").decode()
    face = f'@font-face {{ font-family: Own; src: url("data:font/ttf;base64,{font}") }} p {{ font-family: Own, "Noto Sans" }}'
    data = base64.b64encode(png((1, 2, 3))).decode()

    assert own.pdf(html(f'<p>A secret</p><img alt="" src="data:image/png;base64,{data}">', face)).startswith(b"%PDF")
    own.close()
    assert list(tmp_path.rglob("*")) == []


def test_the_child_is_gentle_and_told_no_secret(own: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAVIGATOR_SECRET_KEY", "a key of the house")
    own.pdf(html("<p>Warm</p>"))
    process = Path(f"/proc/{own._child.process.pid}")
    if not process.is_dir():
        pytest.skip("this system does not show a process's environment")

    assert b"a key of the house" not in (process / "environ").read_bytes()
    assert os.getpriority(os.PRIO_PROCESS, own._child.process.pid) >= 10


def test_a_child_is_put_away_after_many_papers(own: Press) -> None:
    own.pdf(html("<p>First</p>"))
    first = own._child.process
    own._child.papers = 200
    own.pdf(html("<p>Second</p>"))

    assert own._child.process.pid != first.pid
    assert first.poll() is not None


def test_a_closed_press_leaves_no_child(own: Press) -> None:
    own.pdf(html("<p>First</p>"))
    child = own._child.process
    own.close()
    own.close()

    assert child.poll() is not None
    assert own.pdf(html("<p>Again</p>")).startswith(b"%PDF")


def test_a_forgotten_press_leaves_no_child(press: Press) -> None:
    forgotten = Press(seconds=60)
    forgotten.pdf(html("<p>First</p>"))
    child = forgotten._child.process
    del forgotten

    assert child.poll() is not None


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_process_has_a_child_of_its_own(own: Press) -> None:
    own.pdf(html("<p>Before</p>"))
    pid = own._child.process.pid
    forked = os.fork()
    if not forked:
        code = 1
        try:
            paper = own.pdf(html("<p>Forked</p>"))
            code = 0 if paper.startswith(b"%PDF") and own._child.process.pid != pid else 2
            own.close()
        finally:
            os._exit(code)

    assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 0
    assert own.pdf(html("<p>After</p>")).startswith(b"%PDF")
    assert own._child.process.pid == pid


@pytest.mark.parametrize(
    ("error", "remedy"),
    [("ImportError('no module')", r"extra \[pdf\]"), ("OSError('no library')", "libpangoft2-1.0-0")],
)
def test_what_is_not_installed_is_told_with_its_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: str, remedy: str
) -> None:
    (tmp_path / "weasyprint.py").write_text(f"print('a word in our frames')\nraise {error}\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    away = Press()
    with pytest.raises(PressAway, match=remedy):
        away.pdf(html("<p>Never</p>"))

    assert all(printable({"en": "Food", "so": "Cunto"}, away).values())
    away.close()


def test_languages_that_can_be_printed_are_known(press: Press) -> None:
    found = printable({"en": "Food", "xx": f"A {NOBODYS} in between", "yy": ""}, press)

    assert found["en"] == found["yy"] == ""
    assert NOBODYS in found["xx"]
    assert "fonts-noto-core" in found["xx"]
    assert printable({"en": "Food"}) == {"en": ""}  # a press of its own does as well
