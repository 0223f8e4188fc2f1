"""The blueprint all residents' pages hang on. Every address starts with a language."""

from __future__ import annotations

from flask import Blueprint, abort, request
from werkzeug.wrappers import Response

from navigator.web.error_pages import error_page
from navigator.web.headers import is_same_site
from navigator.web.page import baked

pages = Blueprint("pages", __name__, url_prefix="/<lang>")


@pages.before_request
def check_language_and_origin() -> Response | None:
    """Refuse a language we do not speak, and a form from another website."""
    if request.view_args and request.view_args.get("lang") not in baked().languages:
        abort(404)
    if request.method == "POST" and not is_same_site():
        return error_page(403)
    return None
