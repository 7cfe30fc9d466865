"""How an operation says no: problem details (RFC 9457), with a sentence in the caller's language."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _

MEDIA_TYPE = "application/problem+json"

# For whatever has no sentence of its own.
_SENTENCES: dict[int, Any] = {
    400: _("This could not be read. Send JSON as the description says."),
    401: _("A token is needed that works. Ask whoever runs the group for one."),
    403: _("This token may not do that."),
    404: _("There is nothing here."),
    405: _("This address does not take that method."),
    413: _("This is too much at once."),
    415: _("Send JSON."),
    422: _("Some of what was sent cannot be understood. Look at the list of errors."),
    426: _("Call this address over HTTPS, and with a new token: this one was sent where others can read it."),
    500: _("Something went wrong here. It is not your fault; it has been written down."),
    503: _("Nothing can be stored just now. Send the same again after a moment."),
}


class ProblemError(Exception):
    """Raised by an operation; `code` is for programs to branch on and never changes, `detail` is for people."""

    def __init__(self, status: int, code: str, detail: str = "", **more: Any) -> None:
        super().__init__(code)
        self.status, self.code, self.detail, self.more = status, code, detail, more


def problem(status: int, code: str = "", detail: str = "", **more: Any) -> HttpResponse:
    """The answer. No type of its own: `code` tells problems of one status apart."""
    phrase = HTTPStatus(status).phrase
    body = {
        "type": "about:blank",
        "title": phrase,
        "status": status,
        "detail": str(detail or _SENTENCES.get(status, phrase)),
        "code": code or phrase.lower().replace(" ", "_"),
        **more,
    }
    response = JsonResponse(body, status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    if "retry_after_seconds" in more:
        response["Retry-After"] = str(more["retry_after_seconds"])
    return response


NOT_A_PLACE = "not_a_place"

# What pydantic calls it, in our words, with the form that is wanted. Anything else is simply not understood.
_FIELD_SENTENCES: dict[str, Any] = {
    "missing": _("This is missing."),
    "extra_forbidden": _("There is no field of this name."),
    "string_too_long": _("This is too long."),
    "string_pattern_mismatch": _("This does not look as described."),
    "too_long": _("These are too many."),
    "too_short": _("There has to be at least one."),
    "greater_than_equal": _("Send a number that is at least %(ge)s."),
    "less_than_equal": _("Send a number that is at most %(le)s."),
    "literal_error": _("Send one of these: %(expected)s."),
    "int_parsing": _("Send a whole number, such as 20."),
    "int_type": _("Send a whole number, such as 20."),
    "int_from_float": _("Send a whole number, such as 20."),
    "bool_parsing": _("Send true or false."),
    "bool_type": _("Send true or false."),
    "string_type": _("Send a text, in quotation marks."),
    "list_type": _("Send a list, in square brackets."),
    "datetime_from_date_parsing": _("Send a day and a time such as 2026-03-11T10:00, or a day alone."),
    "datetime_parsing": _("Send a day and a time such as 2026-03-11T10:00, or a day alone."),
    NOT_A_PLACE: _("near: latitude,longitude such as 42.73,-84.55"),
}


class _Named(dict[str, Any]):
    """What the sentence names; a sentence without names takes nothing."""

    def __missing__(self, name: str) -> str:
        return ""


def field_errors(errors: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Where and what, for each thing that was not understood; what was sent is not repeated."""
    return [
        {
            **_where(error["loc"]),
            "detail": str(_FIELD_SENTENCES.get(error["type"], _("This cannot be understood.")))
            % _Named(error.get("ctx", {})),
        }
        for error in errors
    ]


def _where(place: Sequence[str | int]) -> dict[str, str]:
    """Inside what was sent, or the name of a part of the address. The second step is our own name for the body."""
    if place[0] == "body":
        return {"pointer": "#/" + "/".join(str(step) for step in place[2:])}
    return {"parameter": str(place[-1])}


def form_errors(errors: Mapping[str, Iterable[Any]]) -> list[dict[str, str]]:
    """The same for a Django form that checked what was sent."""
    return [
        {"pointer": "#/" if name == "__all__" else f"#/{name}", "detail": str(sentence)}
        for name, sentences in errors.items()
        for sentence in sentences
    ]
