"""All operations in one, and how each of them says no."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation

from manyhands.apps.dispatch.api import router as dispatch
from manyhands.apps.groups.access.programs import Program
from manyhands.apps.groups.api import router as groups
from manyhands.apps.needs.staff.api import router as needs
from manyhands.config.api.strictness import hold_to_rules
from manyhands.web.api.once import HEADER, LONGEST_KEY
from manyhands.web.api.problems import MEDIA_TYPE, ProblemError, field_errors, problem

PREFIX = "/api/v1/"
_DESCRIPTION = """
Send `Authorization: Bearer mh_…` with every call: whoever runs a group makes a token under Settings, Programs.
A token is for one group. It may never do more than the member who made it.

Every POST takes an `Idempotency-Key`: sent again with the same key it is done once and answered alike.
Lists come in pages: pass `next` as `cursor` until it is empty.
What goes wrong is said as problem details (RFC 9457); `code` is for programs, `detail` for people, in the
language of `Accept-Language` (English or Spanish).
"""

_PROBLEM = {
    "title": "Problem",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["type", "title", "status", "detail", "code"],
}
_REFUSED = {
    "description": "Why it was not done",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_ANY_REFUSAL = (401, 403, 422, 426, 429, 500, 503)
_WRITING_REFUSED = (409, 413)
_KEY = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "description": "Any text that is used for this one call only.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY},
}

api = NinjaAPI(
    title="Manyhands",
    version="1",
    description=_DESCRIPTION,
    docs_url=None,
    openapi_url=None,
    urls_namespace="api",
)
for _router in (groups, needs, dispatch):
    api.add_router("", _router)


def list_operations() -> Iterator[Operation]:
    """Every operation, for the description and for the tests that hold it to its rules."""
    for router in api._get_bound_routers():  # noqa: SLF001 - ninja has no public list
        for view in router.path_operations.values():
            yield from view.operations


for _operation in list_operations():
    hold_to_rules(_operation)


def rules_of(operation: Operation) -> list[str]:
    """The rules that an operation names: exactly one, or it is a mistake."""
    return [auth.rule for auth in operation.auth_callbacks if isinstance(auth, Program)]


def _statuses_of(method: str, operation: dict[str, Any]) -> Iterator[int]:
    """With what an operation may say no; which of its answers is a yes stands in its own signature."""
    places = [(one["in"], one["name"]) for one in operation.get("parameters", [])]
    yield from _ANY_REFUSAL
    if "path" in dict(places) or ("query", "run_id") in places:
        yield 404
    if method == "post" or ("query", "cursor") in places:
        yield 400
    if method == "post":
        yield from _WRITING_REFUSED


def _refused_with(status: int) -> dict[str, Any]:
    return {**_REFUSED, "description": HTTPStatus(status).phrase}


@api.exception_handler(ProblemError)
def _said(_request: HttpRequest, error: ProblemError) -> HttpResponse:
    return problem(error.status, error.code, error.detail, **error.more)


@api.exception_handler(ValidationError)
def _not_understood(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, "not_understood", errors=field_errors(error.errors))


@api.exception_handler(HttpError)
def _refused(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code)


def describe() -> dict[str, Any]:
    """The OpenAPI document, with what all operations have in common."""
    document = api.get_openapi_schema(path_prefix=PREFIX)
    document["components"]["schemas"]["Problem"] = _PROBLEM
    rules = {one.operation_id: rules_of(one) for one in list_operations()}
    for methods in document["paths"].values():
        for method, operation in methods.items():
            operation["x-permission"] = ", ".join(rule or "any" for rule in rules[operation["operationId"]])
            refusals = {str(status): _refused_with(status) for status in _statuses_of(method, operation)}
            operation["responses"] = {**refusals, **operation["responses"], "default": _REFUSED}
            if method == "post":
                operation.setdefault("parameters", []).append(_KEY)
    return document
