"""The post: GOV.UK Notify where there is a key, else a folder of letters for trying out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from navigator.messages.letter import write
from navigator.messages.outbox import LastingFault, PassingFault

#: Seconds to wait for Notify.
TIMEOUT = 10


class Folder:
    """Writes each letter as a file, so that the whole way can be tried without an account."""

    def __init__(self, folder: Path, speak: Callable[[str], Callable[[str], str]]):
        self.folder, self.speak = folder, speak

    def post(self, way: str, to: str, letter: str, language: str, fields: dict[str, str], reference: str) -> None:
        """Write one letter."""
        self.folder.mkdir(parents=True, exist_ok=True)
        subject, words = write(letter, fields, self.speak(language))
        (self.folder / f"{reference}.txt").write_text(f"{way} to {to}\n{subject}\n\n{words}\n", encoding="utf-8")

    def known(self, reference: str) -> bool:
        """Return whether a letter was written."""
        return (self.folder / f"{reference}.txt").is_file()


class Notify:
    """GOV.UK Notify. One template for e-mail and one for text, each with places "subject" and "words", so that our own catalogue speaks."""

    def __init__(
        self, key: str, base_url: str, templates: dict[str, str], speak: Callable[[str], Callable[[str], str]]
    ):
        from notifications_python_client.notifications import NotificationsAPIClient

        self.client = NotificationsAPIClient(key, base_url=base_url, timeout=TIMEOUT)
        self.templates, self.speak = templates, speak

    def post(self, way: str, to: str, letter: str, language: str, fields: dict[str, str], reference: str) -> None:
        """Send one letter. 400 and 403 are final; everything else may pass."""
        subject, words = write(letter, fields, self.speak(language))
        personal: dict[str, Any] = {"subject": subject, "words": words}
        template = self.templates[way]

        def send() -> None:
            if way == "email":
                self.client.send_email_notification(to, template, personalisation=personal, reference=reference)
            else:
                self.client.send_sms_notification(to, template, personalisation={"words": words}, reference=reference)

        _ask(send)

    def known(self, reference: str) -> bool:
        """Return whether Notify has a letter with this reference."""
        found = _ask(lambda: self.client.get_all_notifications(reference=reference))
        return bool(found and found.get("notifications"))


def _ask(request: Callable[[], Any]) -> Any:
    """Return what Notify answers. Raises the fault that fits."""
    from notifications_python_client.errors import HTTPError, InvalidResponse

    try:
        return request()
    except HTTPError as error:
        if error.status_code in (400, 403, 413):
            raise LastingFault(f"Notify said {error.status_code}: {_reason(error)}") from None
        raise PassingFault(f"Notify said {error.status_code}") from None
    except InvalidResponse:
        raise PassingFault("Notify's answer could not be read") from None
    except OSError as error:
        raise PassingFault(f"Notify did not answer ({type(error).__name__})") from None


def _reason(error: Any) -> str:
    """Return Notify's kind of error without its message, which may repeat the address."""
    try:
        return json.dumps([item.get("error") for item in error.message])[:80]
    except (TypeError, AttributeError):
        return "refused"
