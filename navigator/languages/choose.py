"""Which language a page speaks: the link, then what was chosen before, then the browser, then English."""

from __future__ import annotations

from collections.abc import Sequence

from babel import negotiate_locale


def choose_language(offered: Sequence[str], link: str | None, remembered: str | None, browser: Sequence[str]) -> str:
    """Return the code of the language to speak, one of *offered*.

    *link* is the code in the address, *remembered* the one kept on the device, *browser* the codes the browser asks for,
    best first ("pt-BR" is met by "pt"). A code that is not offered is passed over, never an error.
    """
    for code in (link, remembered):
        if code in offered:
            return code
    wanted = [code.replace("-", "_") for code in browser]
    found = negotiate_locale(wanted, list(offered)) or negotiate_locale(
        [code.split("_")[0] for code in wanted], list(offered)
    )
    if found:
        return found
    return "en" if "en" in offered else offered[0]
