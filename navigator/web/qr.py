"""QR codes as SVG inside the page: no style attribute, no other request."""

from __future__ import annotations

from itertools import groupby

import segno
from markupsafe import escape

#: White squares around a code, which readers need to find it.
QUIET = 4


def qr_picture(words: str, title: str) -> str:
    """Return *words* as a QR code: an SVG with a title for those who do not see it."""
    rows = segno.make(words, error="m", micro=False).matrix
    size = len(rows) + 2 * QUIET
    dark = ""
    for y, row in enumerate(rows):
        x = 0
        for is_dark, run in groupby(row):
            length = len(list(run))
            if is_dark:
                dark += f"M{x + QUIET} {y + QUIET}h{length}v1h-{length}z"
            x += length
    return (
        f'<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img" shape-rendering="crispEdges">'
        f'<title>{escape(title)}</title><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>'
    )
