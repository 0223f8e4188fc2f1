"""A resident at the door, and what every page they are shown must be.

Each page opened in any test is inspected: one h1, a title that starts with it, language and direction, labels, ids, nothing from
elsewhere. A page test is an accessibility test for free.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from werkzeug.test import Client, TestResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
RIGHT_TO_LEFT = {"ar", "fa", "ur"}


class Element:
    """One element of a page."""

    def __init__(self, tag: str, attrs: dict[str, str], parent: Element | None):
        self.tag, self.attrs, self.parent, self.children = tag, attrs, parent, []

    def text(self) -> str:
        """Return the words inside, spaces tidied."""
        return " ".join(
            "".join(
                child if isinstance(child, str) else child.text() + " " * (child.tag in BLOCKS)
                for child in self.children
            ).split()
        )

    def all(self, tag: str = "", **attrs: str) -> list[Element]:
        """Return every element inside with this tag and these attributes."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if (not tag or child.tag == tag) and all(
                    child.attrs.get(k.rstrip("_").replace("_", "-")) == v for k, v in attrs.items()
                ):
                    found.append(child)
                found += child.all(tag, **attrs)
        return found

    def inside(self, tag: str) -> bool:
        """Return whether an element with this tag is around it."""
        return self.parent is not None and (self.parent.tag == tag or self.parent.inside(tag))


BLOCKS = {"p", "li", "dt", "dd", "h1", "h2", "h3", "div", "td", "th", "legend", "label", "button", "option", "br"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.here = Element("document", {}, None)
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {k: v or "" for k, v in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if self.here.tag != tag:
            self.wrong.append(f"</{tag}> closes <{self.here.tag}>")
            while self.here.parent and self.here.tag != tag:
                self.here = self.here.parent
        self.here = self.here.parent or self.root

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


class Page:
    """A page as received."""

    def __init__(self, response: TestResponse):
        self.status, self.response, self.html = response.status_code, response, response.get_data(as_text=True)
        reader = _Reader()
        reader.feed(self.html)
        self.root, self.wrong = reader.root, reader.wrong

    @property
    def heading(self) -> str:
        """The h1."""
        return self.root.all("h1")[0].text()

    @property
    def language(self) -> str:
        """The page's language."""
        return self.root.all("html")[0].attrs["lang"]

    @property
    def main(self) -> str:
        """The words of the page's own part."""
        return self.root.all("main")[0].text()

    def services(self) -> list[str]:
        """Return the ids of the services shown as cards, in order."""
        return [
            element.attrs["id"][2:]
            for element in self.root.all("article")
            if element.attrs.get("id", "").startswith("s-")
        ]

    def options(self) -> dict[str, str]:
        """Return the answers offered: words by id."""
        labels = {label.attrs.get("for"): label.text() for label in self.root.all("label")}
        return {
            i.attrs["value"]: labels[i.attrs["id"]]
            for i in self.root.all("input")
            if i.attrs.get("type") in ("radio", "checkbox")
        }


class Resident:
    """Opens pages, answers questions, and inspects everything shown."""

    def __init__(self, client: Client):
        self.client = client

    def get(self, path: str, status: int = 200, **headers: str) -> Page:
        """Open a page, following redirects."""
        return self._seen(
            self.client.get(path, follow_redirects=True, headers={k.replace("_", "-"): v for k, v in headers.items()}),
            status,
        )

    def post(self, path: str, status: int = 200, **form: object) -> Page:
        """Send a form and open the page it leads to."""
        return self._seen(self.client.post(path, data=form, follow_redirects=True), status)

    def answer(self, *answers: str, lang: str = "en") -> Page:
        """Answer the questions of the form one after the other, from the first page. A comma joins several choices of one question."""
        page = self.get(f"/{lang}/")
        for answer in answers:
            at = page.response.request.path
            number = at.rsplit("/", 1)[-1]
            target = f"/{lang}/ask/{number if number.isdecimal() else 1}"
            page = self.post(target, **({"skip": "1"} if answer == "skip" else {"answer": answer.split(",")}))
        return page

    def _seen(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, f"{response.request.path} answered {response.status_code}"
        page = Page(response)
        if response.content_type.startswith("text/html"):
            inspect(page)
        return page


def inspect(page: Page) -> None:
    """Fail, saying what to do, when a page is not what every page must be."""
    root, path = page.root, page.response.request.path
    assert not page.wrong, f"{path}: tags do not close as they open: {page.wrong[:3]}"
    html = root.all("html")[0]
    code = path.split("/")[1]
    assert html.attrs.get("lang"), f"{path}: say the page's language"
    direction = "rtl" if code in RIGHT_TO_LEFT else "ltr"
    assert html.attrs.get("dir") == direction, f"{path}: dir should be {direction}"
    headings = root.all("h1")
    assert len(headings) == 1, f"{path}: {len(headings)} h1; have one"
    title = root.all("title")[0].text()
    assert title.removeprefix("Error: ").removeprefix("⟦Error:⟧ ").split(":")[-1].strip() or title
    assert headings[0].text() in title, f"{path}: the title {title!r} should hold the heading {headings[0].text()!r}"
    ids = [element.attrs["id"] for element in root.all() if "id" in element.attrs]
    twice = {i for i in ids if ids.count(i) > 1}
    assert not twice, f"{path}: ids stand twice: {twice}"
    labels = {label.attrs.get("for") for label in root.all("label")}
    for field in [*root.all("input"), *root.all("textarea"), *root.all("select")]:
        if field.attrs.get("type") in ("hidden", "submit"):
            continue
        assert field.attrs.get("id") in labels or field.attrs.get("aria-label"), (
            f"{path}: give the field {field.attrs} a label"
        )
        for other in field.attrs.get("aria-describedby", "").split():
            assert other in ids, f"{path}: aria-describedby names {other!r}, which is not on the page"
    for link in root.all("a"):
        assert link.attrs.get("href"), f"{path}: a link leads nowhere: {link.text()}"
        assert link.text() or link.attrs.get("aria-label"), f"{path}: a link has no words: {link.attrs}"
        if link.attrs["href"].startswith("#"):
            assert link.attrs["href"][1:] in ids, f"{path}: {link.attrs['href']} is not on the page"
    for form in root.all("form"):
        # At the desk a filter may stand in the address; a resident's answer never does.
        assert form.attrs.get("method") == "post" or path.startswith("/desk/"), (
            f"{path}: forms are posts, so that no address holds an answer"
        )
    for button in root.all("button"):
        assert button.text(), f"{path}: a button has no words"
    levels = [int(e.tag[1]) for e in root.all() if re.fullmatch("h[1-6]", e.tag)]
    for above, below in pairwise(levels):
        assert below <= above + 1, f"{path}: heading levels jump from {above} to {below}"
    assert "style=" not in page.html, f"{path}: an inline style breaks the security policy"
    assert not re.search(r"<script(?![^>]*src=)", page.html), f"{path}: an inline script breaks the security policy"
    assert root.all("h2", id="help-now-strip"), f"{path}: help for now is missing"
    assert "999" in root.all("footer")[0].text(), f"{path}: help for now is missing"
