"""The description of this door in OpenAPI 3.1: true, because a test asks every address what it says here."""

from __future__ import annotations

from typing import Any

_TEXT, _UUID, _TRUTH = {"type": "string"}, {"type": "string", "format": "uuid"}, {"type": "boolean"}
#: A date, or a moment with its offset.
_MOMENT = (
    "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](Z|[+-]0[0-9]:00))?$"
)
_PARAMETERS: dict[str, tuple[dict[str, Any], str]] = {
    "page": ({"type": "integer", "minimum": 1, "maximum": 1000000, "default": 1}, "Which page, from 1."),
    "per_page": ({"type": "integer", "minimum": 1, "maximum": 100, "default": 20}, "How many on a page. Also perPage."),
    "format": ({"type": "string", "enum": ["json", "ndjson"]}, "ndjson gives every record, one a line."),
    "search": ({"type": "string", "maxLength": 200}, "Words to look for; typos and other names are forgiven."),
    "taxonomy_term_id": (_TEXT, "A term: its UUID, its code or its address."),
    "taxonomy_id": (_UUID, "A taxonomy's UUID."),
    "organization_id": (_UUID, "An organisation's UUID."),
    "modified_after": ({"type": "string", "pattern": _MOMENT}, "A date or moment: records changed then or later."),
    "minimal": (_TRUTH, "Only ids and times of change."),
    "full": (_TRUTH, "Everything nested."),
    "full_service": (_TRUTH, "Whole services instead of their ids."),
    "postcode": ({"type": "string", "pattern": "^[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}$"}, "Keep what serves this postcode; none for one we do not know."),
    "proximity": ({"type": "number", "minimum": 0}, "Keep what is within so many metres of the postcode; nothing without one."),
    "minimum_age": ({"type": "number", "minimum": 0}, "Keep services whose youngest age is this or more."),
    "maximum_age": ({"type": "number", "minimum": 0}, "Keep services whose oldest age is this or less."),
    "day": ({"type": "string", "enum": ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]}, "Keep what is open that day."),
    "start_time": ({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}, "Keep what opens then or later."),
    "end_time": ({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}, "Keep what closes then or earlier."),
    "top_only": (_TRUTH, "Only terms with none above them."),
    "parent_id": (_UUID, "Only terms below this one."),
}  # fmt: skip
_PAGING = ("page", "per_page", "format", "search")
_SERVICES = (
    *_PAGING,
    "taxonomy_term_id",
    "taxonomy_id",
    "organization_id",
    "modified_after",
    "full",
    "postcode",
    "proximity",
    "minimum_age",
    "maximum_age",
    "day",
    "start_time",
    "end_time",
)
_LISTS = {
    "/services": (*_SERVICES, "minimal"), "/taxonomies": _PAGING, "/taxonomy_terms": (*_PAGING, "taxonomy_id", "top_only", "parent_id"),
    "/organizations": (*_PAGING, "full", "full_service"), "/service_at_locations": _SERVICES,
}  # fmt: skip


def document(site: str) -> dict[str, Any]:
    """Return the OpenAPI document."""
    error = {
        "description": "What is wrong and what would do.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
    paths: dict[str, Any] = {
        "/": {
            "get": {
                "summary": "Which standard this is",
                "responses": {"200": _json({"type": "object", "required": ["version", "profile", "openapi_url"]})},
            }
        }
    }
    for path, names in _LISTS.items():
        parameters = [
            {"name": name, "in": "query", "schema": _PARAMETERS[name][0], "description": _PARAMETERS[name][1]}
            for name in names
        ]
        page = _json({"$ref": "#/components/schemas/Page"})
        page["content"]["application/x-ndjson"] = {"schema": {"type": "string"}}
        paths[path] = {
            "get": {
                "summary": f"List {path[1:].replace('_', ' ')}",
                "parameters": parameters,
                "responses": {"200": page, "400": error},
            }
        }
        paths[f"{path}/{{id}}"] = {
            "get": {
                "summary": f"Show one of {path[1:].replace('_', ' ')}",
                "parameters": [{"name": "id", "in": "path", "required": True, "schema": _UUID}]
                + ([{"name": "full_service", "in": "query", "schema": _TRUTH}] if path == "/organizations" else []),
                "responses": {"200": _json({"type": "object", "required": ["id"]}), "400": error, "404": error},
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Open Referral UK", "version": "3.0", "description": "Services as HSDS-UK-3.0, with HSDS 3.1 extras.", "license": {"name": "OGL-UK-3.0"}},
        "servers": [{"url": f"{site}/oruk"}],
        "paths": paths,
        "components": {
            "schemas": {
                "Error": {"type": "object", "required": ["error", "message"], "properties": {"error": _TEXT, "message": _TEXT}},
                "Page": {
                    "type": "object",
                    "required": ["total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"],
                    "properties": {
                        "total_items": {"type": "integer"}, "total_pages": {"type": "integer"}, "page_number": {"type": "integer"}, "size": {"type": "integer"},
                        "first_page": _TRUTH, "last_page": _TRUTH, "empty": _TRUTH, "contents": {"type": "array", "items": {"type": "object"}},
                    },
                },
            }
        },
    }  # fmt: skip


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "As asked.", "content": {"application/json": {"schema": schema}}}
