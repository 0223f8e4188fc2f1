"""The signpost sheet as a PDF in every language: its marks, its words, its glyphs one by one, and every shape it can have.

What can be read back from a PDF differs by script, since a PDF holds drawn glyphs and a guess at the letters behind each:

- Latin, Greek, Cyrillic and Chinese come back as they were written.
- Arabic and Persian come back with the letters of each lam-alef turned round (one glyph, two letters), brackets mirrored, marks beside
  their letters, and the words of a line from the wrong end when pdfium takes the line for a left to right one. So words are compared,
  not lines, with alefs and lams of a word in any order.
- Bengali (vowel signs that are drawn before their consonant) and Nastaliq (dots are glyphs of their own) do not come back. Their words
  are compared as pictures with what Chromium draws, as every language's are.

Numbers, postcodes and names are Latin everywhere. They are read by where they stand on the paper, left to right.
"""

from __future__ import annotations

import ctypes
import io
import re
import shutil
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image, ImageFilter
from werkzeug.serving import make_server

from navigator.paper.press import FontMissing, Press, PressAway, PressBusy, PressFailed
from navigator.settings import ROOT
from navigator.web.assets import BUILT
from navigator.web.page import PRESS
from navigator.yaml_files import YamlFile
from tests.browser.conftest import FLAGS
from tests.page import RIGHT_TO_LEFT, Element, Page, Resident
from tests.paper.test_press import html as whole_document
from tests.paper.test_press import unpacked

EVERY = YamlFile(ROOT / "directory_data" / "haringey" / "place.yaml").data["languages"]
SERVICES = ("citizens-advice-haringey", "library-wood-green", "haringey-works")
NAMES = ("Citizens Advice Haringey", "Wood Green Library", "Haringey Works")
#: What every sheet of these services holds and must hold in this order of characters.
NUMBERS = ("0800 144 8848", "N22 6XD", "999", "111", "116 123")
#: Languages whose words cannot be read back from any PDF. See above.
UNREADABLE = {"bn", "ur"}
READABLE = [code for code in EVERY if code not in UNREADABLE | RIGHT_TO_LEFT]
#: A point is 1/72 of an inch.
MM = 72 / 25.4
#: Two pictures of one line by two programs are this alike or more, and a wrong line is this alike or less. Measured in 19 languages:
#: right lines 0.93 to 1.00, lines written backwards 0.06 to 0.46, lines with unjoined letters 0.25 to 0.44.
ALIKE, UNLIKE = 0.9, 0.5


@dataclass(frozen=True)
class Letter:
    """A character as it stands on a page: its box, where its baseline starts, how large it is."""

    says: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Paper:
    """A PDF, and the HTML it was made from."""

    made: bytes
    html: str

    @cached_property
    def source(self) -> Element:
        """The HTML's elements."""
        return Page(_Answer(self.html)).root

    def read(self, do: Callable[[pypdfium2.PdfDocument], Any]) -> Any:
        """Return what *do* finds in the open document."""
        document = pypdfium2.PdfDocument(self.made)
        try:
            return do(document)
        finally:
            document.close()

    @cached_property
    def text(self) -> str:
        """Every page's words, in the order pdfium reads them."""
        return self.read(lambda d: "\n".join(page.get_textpage().get_text_range() for page in d))

    @cached_property
    def sizes(self) -> list[tuple[float, float]]:
        """Each page's width and height."""
        return self.read(lambda d: [page.get_size() for page in d])

    @cached_property
    def letters(self) -> list[list[Letter]]:
        """Each page's characters that leave ink."""
        return self.read(lambda d: [_letters(page) for page in d])

    def latin(self) -> str:
        """Return the Latin letters and digits from left to right, baseline by baseline, whatever order they are drawn in."""
        lines: dict[tuple[int, int], list[Letter]] = {}
        for number, page in enumerate(self.letters):
            for letter in page:
                if letter.says.isascii():
                    lines.setdefault((number, -round(letter.y)), []).append(letter)
        return "\n".join("".join(x.says for x in sorted(lines[at], key=lambda x: x.x)) for at in sorted(lines))


class _Answer:
    """As much of a response as `Page` looks at."""

    def __init__(self, html: str):
        self.status_code, self._html = 200, html

    def get_data(self, as_text: bool) -> str:
        return self._html


def _letters(page: pypdfium2.PdfPage) -> list[Letter]:
    held, found = page.get_textpage(), []
    for at in range(held.count_chars()):
        says = chr(pdfium.FPDFText_GetUnicode(held, at))
        if says.isspace() or pdfium.FPDFText_IsGenerated(held, at) or unicodedata.category(says)[0] == "C":
            continue
        x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
        pdfium.FPDFText_GetCharOrigin(held, at, x, y)
        pdfium.FPDFText_GetMatrix(held, at, matrix)
        size = pdfium.FPDFText_GetFontSize(held, at) * abs(matrix.d)
        found.append(Letter(says, *held.get_charbox(at), x.value, y.value, size))
    return found


def plain(words: str) -> str:
    """Return words as they can be compared: compatible forms joined, spaces and marks of direction dropped.

    All brackets are one: pdfium mirrors those of a Latin line that stands on a page from right to left.
    """
    words = words.replace(")", "(")
    return "".join(
        c
        for c in unicodedata.normalize("NFKC", words)
        if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc")
    )


def arabic(words: str) -> Counter[str]:
    """Return the words in Arabic script, without marks, with each run of alefs and lams in one order."""
    bare = "".join(
        c
        for c in unicodedata.normalize("NFKC", words)
        if unicodedata.category(c) not in ("Mn", "Cf", "Cc") or c in "\r\n"
    )
    runs = re.findall("[\u0620-\u064a\u066e-\u06d3]+", bare)
    return Counter(re.sub("[اأإآلىی]+", lambda run: "".join(sorted(run[0])), word) for word in runs)


def both_ways(words: str) -> set[str]:
    """Return the words in Arabic script, each also from its last letter to its first."""
    found = set(arabic(words))
    return found.union(*(arabic(word[::-1]) for word in found))


def summaries(paper: Paper, lang: str) -> list[str]:
    """Return the sentence that says what each service is, in one language of a paper."""
    found = []
    for section in paper.source.all("section", class_="who"):
        side = next(s for s in section.all("div") if s.attrs.get("lang", "").split("-")[0] == lang.split("-")[0])
        found.append(next(p for p in side.all("p") if "class" not in p.attrs).text())
    return found


class Noting:
    """A press that notes what it was last given."""

    def __init__(self, press: Press):
        self.press, self.html = press, ""

    def pdf(self, html: str) -> bytes:
        self.html = html
        return self.press.pdf(html)

    def missing(self, samples: dict[str, str]) -> dict[str, str]:
        return self.press.missing(samples)


@pytest.fixture(scope="module")
def press() -> Iterator[Noting]:
    """A press that is warm. Skips, saying so, where there is nothing to print with."""
    made = Press(seconds=60)
    try:
        made.pdf(whole_document("<p>Warm</p>"))
    except PressAway as away:
        made.close()
        pytest.skip(str(away))
    yield Noting(made)
    made.close()


@pytest.fixture(scope="module")
def sheet(app, press) -> Iterator[Callable[..., Paper]]:
    """Return the sheet a resident gets as a PDF: sheet(lang, query, services). Each is made once."""
    printer, made = app.extensions[PRESS], {}
    before, printer.press = printer.press, press

    def make(lang: str, query: str = "", services: tuple[str, ...] = SERVICES) -> Paper:
        key = (lang, query, services)
        if key not in made:
            resident = Resident(app.test_client())
            resident.answer("money", "food,debt", lang=lang)
            for service in services:
                resident.client.post(f"/{lang}/list", data={"keep": service})
            answer = resident.client.get(f"/{lang}/list/sheet.pdf{query}")
            assert answer.mimetype == "application/pdf", answer.status
            made[key] = Paper(answer.data, press.html)
        return made[key]

    yield make
    printer.press = before


def test_every_language_offered_is_tried(baked) -> None:
    assert list(baked.languages) == EVERY


# What a PDF says of itself


@pytest.mark.parametrize("lang", EVERY)
def test_a_paper_says_its_title_and_language(sheet, baked, lang) -> None:
    def said(document) -> tuple[str, str]:
        length = pdfium.FPDFCatalog_GetLanguage(document, None, 0)
        held = ctypes.create_string_buffer(length)
        pdfium.FPDFCatalog_GetLanguage(document, ctypes.cast(held, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
        return document.get_metadata_dict()["Title"], held.raw.decode("utf-16-le").rstrip("\0")

    paper = sheet(lang)
    html = paper.source.all("html")[0]

    assert paper.read(said) == (paper.source.all("title")[0].text(), html.attrs["lang"])
    assert paper.source.all("h1")[0].text() == baked.catalogue(lang).gettext("My list")


@pytest.mark.parametrize("lang", EVERY)
def test_a_paper_is_tagged_for_readers(sheet, lang) -> None:
    assert sheet(lang).read(lambda d: pdfium.FPDFCatalog_IsTagged(d))


@pytest.mark.parametrize("lang", EVERY)
def test_a_paper_is_marked_as_one_for_everybody(sheet, lang) -> None:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", sheet(lang).made, re.DOTALL)

    assert any(b"pdfuaid:part" in unpacked(stream) for stream in streams), "its metadata does not say it is PDF/UA"


@pytest.mark.parametrize("lang", EVERY)
def test_every_font_is_in_the_paper_as_far_as_it_is_used(sheet, lang) -> None:
    def fonts(document) -> dict[str, int]:
        found = {}
        for page in document:
            for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
                font, name = pdfium.FPDFTextObj_GetFont(thing), ctypes.create_string_buffer(200)
                pdfium.FPDFFont_GetBaseFontName(font, name, 200)
                found[name.value.decode()] = pdfium.FPDFFont_GetIsEmbedded(font)
        return found

    found = sheet(lang).read(fonts)

    assert set(found.values()) == {1}
    assert all(re.match(r"[A-Z]{6}\+Noto-", name) for name in found), found


@pytest.mark.parametrize("lang", EVERY)
def test_no_glyph_is_the_box_of_a_missing_one(sheet, lang) -> None:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", sheet(lang).made, re.DOTALL)
    drawn = [s for s in map(unpacked, streams) if b"BT" in s and b"TJ" in s]
    glyphs = [
        run[at : at + 4] for s in drawn for run in re.findall(rb"<([0-9a-f]+)>", s) for at in range(0, len(run), 4)
    ]

    assert len(glyphs) > 300
    assert b"0000" not in glyphs


# What can be read back


@pytest.mark.parametrize("lang", EVERY)
def test_names_numbers_and_postcodes_stand_in_the_right_order(sheet, lang) -> None:
    stands = sheet(lang).latin()

    assert [words for words in (*NAMES, *NUMBERS) if plain(words) not in stands] == []


@pytest.mark.parametrize("lang", [code for code in EVERY if code not in ("ur",)])
def test_names_numbers_and_postcodes_can_be_copied(sheet, lang) -> None:
    """Not so from a line in Nastaliq: pdfium hands a number's groups over from the last to the first."""
    read = plain(sheet(lang).text)

    assert [words for words in (*NAMES, *NUMBERS) if plain(words) not in read] == []


@pytest.mark.parametrize("lang", READABLE)
def test_headings_and_summaries_come_in_reading_order(sheet, lang) -> None:
    paper = sheet(lang)
    read, at = plain(paper.text), 0
    ordered = [paper.source.all("h1")[0].text()]
    ordered += [words for pair in zip(NAMES, summaries(paper, lang), strict=True) for words in pair]
    ordered += [heading.text() for heading in paper.source.all("h2")[-4:]]

    for words in ordered:
        assert plain(words) in read[at:], words
        at = read.index(plain(words), at)


@pytest.mark.parametrize("lang", ["ar", "fa"])
def test_words_in_arabic_script_are_all_there(sheet, lang) -> None:
    paper = sheet(lang)
    read = arabic(paper.text)
    wanted = sum((arabic(words) for words in (paper.source.all("h1")[0].text(), *summaries(paper, lang))), Counter())

    assert len(wanted) > 25
    assert wanted - read == Counter()


@pytest.mark.parametrize("lang", ["ar", "fa", "ur", "bn"])
def test_services_stand_in_the_order_of_the_list(sheet, lang) -> None:
    stands = sheet(lang).latin()

    assert sorted(NAMES, key=lambda name: stands.index(plain(name))) == list(NAMES)


# From right to left


@pytest.mark.parametrize("lang", sorted(RIGHT_TO_LEFT))
def test_a_phone_number_runs_from_left_to_right(sheet, lang) -> None:
    rung = [x for x in sheet(lang).letters[0] if x.says.isdigit() and 13 < x.size < 13.5]

    assert len({round(x.y) for x in rung}) == 1
    assert "".join(x.says for x in sorted(rung, key=lambda x: x.left)) == "08001448848"


@pytest.mark.parametrize("lang", sorted(RIGHT_TO_LEFT))
def test_text_from_right_to_left_starts_at_the_right(sheet, lang) -> None:
    """Its first letters stand at the right margin; its lines end at the left wherever they do."""
    paper = sheet(lang)
    margin = paper.sizes[0][0] - 14 * MM
    title = [x for x in paper.letters[0] if 19 < x.size < 20.5]

    assert max(x.right for x in title) == pytest.approx(margin, abs=4)
    assert min(x.left for x in title) > paper.sizes[0][0] / 2


# A narrow paper


def lines_outside(paper: Paper) -> list[Letter]:
    """Return the letters that are not wholly on their page."""
    return [
        x
        for (width, _), page in zip(paper.sizes, paper.letters, strict=True)
        for x in page
        if x.left < -0.1 or x.right > width + 0.1
    ]


@pytest.mark.parametrize("lang", ["en", "ar", "ur", "zh", "bn"])
def test_a_receipt_is_72_mm_wide(sheet, lang) -> None:
    assert {round(width) for width, _ in sheet(lang, "?paper=receipt").sizes} <= {203, 204, 205}


@pytest.mark.parametrize("lang", ["en", "ar", "ur", "zh", "bn"])
def test_nothing_of_a_receipt_is_outside_it(sheet, lang) -> None:
    paper = sheet(lang, "?paper=receipt")

    assert sum(map(len, paper.letters)) > 400
    assert lines_outside(paper) == []


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_long_name_is_wrapped_on_a_receipt(sheet, press, lang) -> None:
    name = "Wohngeldantragsberatung" * 3 + "undnocheinmehrzumschlu"
    long = sheet(lang, "?paper=receipt").html.replace(NAMES[0], name[:90])
    paper = Paper(press.press.pdf(long), long)

    assert lines_outside(paper) == []
    assert name[:90] in paper.latin().replace("\n", "")


@pytest.fixture
def forty(sheet, baked) -> Paper:
    """A receipt with forty services."""
    return sheet("en", "?paper=receipt", tuple(s.id for s in baked.directory.services.values() if s.is_offered)[:40])


def test_forty_services_fit_the_width_of_a_receipt(forty) -> None:
    assert len(forty.source.all("section", class_="who")) >= 30
    assert lines_outside(forty) == []


def test_only_names_and_numbers_follow_the_sixth_service(forty) -> None:
    later = [
        p.text()
        for section in forty.source.all("section", class_="who")[6:]
        for p in [*section.all("p"), *section.all("li")]
        if p.attrs.get("class") not in ("ring", "doubt")
    ]

    assert set(later) <= {"We have no phone number that we could check, so we show none."}
    assert plain(forty.text).count(plain("Cost:")) == 6


# Large letters


@pytest.mark.parametrize("lang", ["en", "ar", "ur", "zh"])
def test_large_letters_are_16_points_or_more(sheet, lang) -> None:
    sizes = [x.size for page in sheet(lang, "?size=large").letters for x in page]

    assert min(sizes) > 15.9


def test_ordinary_letters_are_11_points(sheet) -> None:
    """The test above can fail."""
    sizes = Counter(round(x.size, 1) for page in sheet("en").letters for x in page)

    assert sizes.most_common(1)[0][0] == 11


# Two languages


@pytest.fixture
def two(sheet, press, request) -> tuple[Paper, str]:
    """A sheet in two languages without the lines to write on, which go across; and the first language."""
    html = re.sub(r'<p class="write">.*?</p>', "", sheet(request.param, "?with=en").html, flags=re.DOTALL)
    return Paper(press.press.pdf(html), html), request.param


def column(paper: Paper, right: bool) -> str:
    """Return the words in the left or right half of every page."""

    def read(document) -> str:
        return "\n".join(
            page.get_textpage().get_text_bounded(**{"left" if right else "right": page.get_size()[0] / 2})
            for page in document
        )

    return paper.read(read)


@pytest.mark.parametrize("two", ["tr", "ar"], indirect=True)
def test_english_stands_in_a_column_of_its_own(two) -> None:
    paper, lang = two
    read = plain(column(paper, right=lang not in RIGHT_TO_LEFT))

    assert [words for words in summaries(paper, "en") if plain(words) not in read] == []


@pytest.mark.parametrize("two", ["tr", "ar"], indirect=True)
def test_the_residents_language_stands_in_the_other(two) -> None:
    paper, lang = two
    read = column(paper, right=lang in RIGHT_TO_LEFT)
    for words in summaries(paper, lang):
        if lang in RIGHT_TO_LEFT:
            assert arabic(words) - arabic(read) == Counter()
        else:
            assert plain(words) in plain(read)


@pytest.mark.parametrize("two", ["tr", "ar"], indirect=True)
def test_columns_keep_apart(two) -> None:
    paper, _ = two
    middle = paper.sizes[0][0] / 2

    assert [x for page in paper.letters for x in page if x.left < middle + 3 and x.right > middle - 3] == []


def test_a_postcode_is_never_parted(sheet) -> None:
    """Not even in the narrow columns of two languages."""
    assert "".join(sheet("ar", "?with=en").latin().split()).count("N226XD") >= 4


def test_the_english_column_asks_for_an_interpreter(two_in_turkish: Paper) -> None:
    """Whoever helps to ring reads out that the caller speaks Turkish."""
    assert "I speak Turkish. Can you get an interpreter" in " ".join(column(two_in_turkish, right=True).split())


@pytest.fixture
def two_in_turkish(sheet) -> Paper:
    return sheet("tr", "?with=en")


# When the press cannot


@pytest.mark.parametrize(
    "problem", [PressBusy("no"), PressAway("no"), PressFailed("no"), FontMissing("\U0010fffd")], ids=lambda p: type(p).__name__
)  # fmt: skip
def test_without_a_press_the_page_itself_can_be_printed(app, resident, monkeypatch, problem) -> None:
    class Refusing:
        def pdf(self, html: str) -> bytes:
            raise problem

    resident.post("/en/list", keep=SERVICES[0])
    monkeypatch.setattr(app.extensions[PRESS], "press", Refusing())
    page = resident.get("/en/list/sheet.pdf", status=503)

    assert "print the page itself" in page.main.lower()


# What Chromium makes of the same


@pytest.fixture(scope="module")
def chromium() -> Iterator[Callable[[Callable[[Any], Any]], Any]]:
    """Do something with a browser, in a thread of its own: another browser of these tests may be open in this one."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        pytest.skip("Chromium is not installed, so nothing was compared with a browser")
    from playwright.sync_api import sync_playwright

    with ThreadPoolExecutor(1) as thread:
        play = thread.submit(sync_playwright().start).result()
        browser = thread.submit(lambda: play.chromium.launch(executable_path=path, args=FLAGS)).result()
        yield lambda do: thread.submit(do, browser).result()
        thread.submit(browser.close).result()
        thread.submit(play.stop).result()


#: One line on a page that is wide enough for it.
ONE = "@page { size: 2400px 300px; margin: 60px; @bottom-left { content: none } @bottom-right { content: none } }"
ONE += "body.paper { font-size: 40px; padding: 30px } h1, p { white-space: nowrap; break-inside: avoid }"


def one_line(paper: Paper, which: str, change: Callable[[str], str] = str) -> str:
    """Return a document with one line of a paper: its h1 or its first phone line. *change* may spoil its words."""
    html = paper.source.all("html")[0]
    line = re.search(r"<h1>.*?</h1>" if which == "h1" else r'<p class="ring">.*?</p>', paper.html, re.DOTALL)[0]
    line = re.sub(r">([^<]+)<", lambda words: f">{change(words[1])}<", line)
    style = (BUILT / "paper.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html><html lang="{html.attrs["lang"]}" dir="{html.attrs["dir"]}"><head><meta charset="utf-8"><title>One</title>'
        f'<style>{style}{ONE}</style></head><body class="paper">{line}</body></html>'
    )


def ink(picture: Image.Image) -> Image.Image:
    """Return a picture cut to its ink, 64 high, black and white and then a little soft: an edge may fall half a dot aside."""
    grey = picture.convert("L")
    inked = grey.point(lambda light: 255 if light < 128 else 0)
    cut = inked.crop(inked.getbbox())
    small = cut.resize((round(cut.width * 64 / cut.height), 64), Image.Resampling.BOX)
    return small.point(lambda dark: 255 if dark > 127 else 0)


def likeness(one: Image.Image, other: Image.Image) -> float:
    """Return how alike two lines are: 1 the same, 0 as chance has it. Lines of another length are less alike."""
    first, second = ink(one), ink(other)
    length = min(first.width, second.width) / max(first.width, second.width)
    second = second.resize(first.size)
    a, b = (numpy.asarray(x.filter(ImageFilter.GaussianBlur(1.5)), float).ravel() for x in (first, second))
    return float(numpy.corrcoef(a, b)[0, 1]) * length


def pressed(press: Noting, html: str) -> Image.Image:
    document = pypdfium2.PdfDocument(press.press.pdf(html))
    try:
        return document[0].render(scale=96 / 72).to_pil()
    finally:
        document.close()


def shown(chromium, html: str) -> Image.Image:
    def shoot(browser) -> bytes:
        page = browser.new_page(viewport={"width": 2400, "height": 300})
        try:
            page.emulate_media(media="print")
            page.set_content(html)
            return page.screenshot()
        finally:
            page.close()

    return Image.open(io.BytesIO(chromium(shoot)))


@pytest.mark.browser
@pytest.mark.parametrize("lang", EVERY)
@pytest.mark.parametrize("which", ["h1", "ring"])
def test_each_glyph_is_as_a_browser_draws_it(sheet, press, chromium, lang, which) -> None:
    html = one_line(sheet(lang), which)

    assert likeness(pressed(press, html), shown(chromium, html)) >= ALIKE


@pytest.mark.browser
@pytest.mark.parametrize("lang", EVERY)
@pytest.mark.parametrize("which", ["h1", "ring"])
def test_a_line_written_backwards_is_seen(sheet, press, chromium, lang, which) -> None:
    """The test above can fail."""
    right, wrong = one_line(sheet(lang), which), one_line(sheet(lang), which, lambda words: words[::-1])

    assert likeness(pressed(press, wrong), shown(chromium, right)) <= UNLIKE


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["ar", "fa", "ur", "bn"])
def test_letters_that_should_join_and_do_not_are_seen(sheet, press, chromium, lang) -> None:
    """The test above can fail in the way that matters to these scripts."""
    right = one_line(sheet(lang), "ring")
    wrong = one_line(sheet(lang), "ring", lambda words: re.sub(r"(?<=[^\W\d_a-zA-Z])|(?<=\u09cd)", "\u200c", words))

    assert likeness(pressed(press, wrong), shown(chromium, right)) <= UNLIKE


@pytest.fixture(scope="module")
def printed(app, chromium) -> Iterator[Callable[..., tuple[Paper, list[str]]]]:
    """Print the page of a list as a browser does: the PDF, and the words of header, menus and buttons."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    site, made = f"http://127.0.0.1:{server.port}", {}

    def make(lang: str, query: str = "") -> tuple[Paper, list[str]]:
        def do(browser) -> tuple[Paper, list[str]]:
            context = browser.new_context(base_url=site, service_workers="block")
            for path, form in [
                (f"/{lang}/ask/1", "answer=money"),
                (f"/{lang}/ask/2", "answer=food&answer=debt"),
                *((f"/{lang}/list", f"keep={service}") for service in SERVICES),
            ]:
                context.request.post(path, data=form, headers={"Content-Type": "application/x-www-form-urlencoded"})
            page = context.new_page()
            page.goto(f"/{lang}/list/sheet{query}")
            words = page.locator(
                ".top a, .tongues summary, .choices summary, .noprint, button, .back"
            ).all_text_contents()
            paper = Paper(page.pdf(prefer_css_page_size=True), page.content())
            context.close()
            return paper, [part.strip() for said in words for part in said.split("\n") if part.strip()]

        if (lang, query) not in made:
            made[lang, query] = chromium(do)
        return made[lang, query]

    yield make
    server.shutdown()


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_browser_prints_the_page_on_a4(printed, lang) -> None:
    for width, height in printed(lang)[0].sizes:
        assert width == pytest.approx(595, abs=1.5)
        assert height == pytest.approx(842, abs=1.5)


def own_words(paper: Paper) -> str:
    """Return the words of the sheet itself, as its page holds them: some of them stand in menus too."""
    return "\n".join(div.text() for div in paper.source.all("div") if "paper" in div.attrs.get("class", "").split())


@pytest.mark.browser
def test_a_browser_prints_no_header_menu_or_button(printed) -> None:
    paper, words = printed("en")
    screen = [said for said in words if plain(said) not in plain(own_words(paper))]

    assert len(screen) > 8
    assert [said for said in screen if plain(said) in plain(paper.text)] == []


@pytest.mark.browser
def test_a_browser_prints_no_header_menu_or_button_in_arabic(printed) -> None:
    """Word by word. From what Chromium prints, pdfium hands most over from the last letter to the first, so both ways are looked for."""
    paper, words = printed("ar")
    screen = set().union(*map(both_ways, words)) - both_ways(own_words(paper))

    assert len(screen) > 16
    assert screen & set(arabic(paper.text)) == set()


@pytest.mark.browser
def test_the_words_of_a_sheet_that_a_browser_prints_in_arabic_are_found(printed) -> None:
    """The test above can fail: words that are printed are found by looking both ways."""
    paper, _ = printed("ar")
    read = set(arabic(paper.text))
    wanted = set().union(*map(arabic, summaries(paper, "ar")))

    assert len([word for word in wanted if both_ways(word) & read]) >= 0.9 * len(wanted)


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_browser_prints_names_and_numbers(printed, lang) -> None:
    stands = printed(lang)[0].latin()

    assert [words for words in (*NAMES, *NUMBERS) if plain(words) not in stands] == []


@pytest.mark.browser
@pytest.mark.parametrize("query", ["", "?size=large", "?paper=receipt", "?with=tr"])
def test_a_browser_prints_no_empty_page(printed, query) -> None:
    """What is left off a sheet leaves no page behind. Every page's foot has its numbers; a page has more."""
    assert min(map(len, printed("en", query)[0].letters)) > 60


@pytest.mark.browser
def test_a_browser_prints_a_receipt_as_wide_as_its_paper(printed) -> None:
    assert {round(width) for width, _ in printed("en", "?paper=receipt")[0].sizes} <= {203, 204, 205}
