"""Several places in one program: each has an app, a data folder and a database of its own; the host name says whose page it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

App = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def by_host(apps: Mapping[str, App]) -> App:
    """Return one application that hands each request to the app of the place its host name starts with.

    "islington.navigator.example" and "islington" are Islington's; any other host is the first place's.
    """
    first = next(iter(apps.values()))

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        host = (
            str(environ.get("HTTP_HOST") or environ.get("SERVER_NAME") or "").lower().split(":")[0].removeprefix("www.")
        )
        return apps.get(host.split(".")[0], first)(environ, start_response)

    return answer
