"""What every operation has in common beyond what its own function says."""

import re
from typing import Any

from django.http import HttpRequest
from ninja.operation import Operation
from ninja.params.models import QueryModel
from pydantic import ValidationError

_FIRST_SENTENCE = re.compile(r".+?[.?!](?=\s|$)", re.DOTALL)


def hold_to_rules(operation: Operation) -> None:
    """A name that nobody asked for is refused with the rest of what is wrong; a summary is a sentence."""
    known = frozenset(
        name
        for model in operation.models
        if model.__ninja_param_source__ == "query"
        for name in model.__ninja_flatten_map__
    )
    operation.models = [*operation.models, _no_others(known)]
    first = _FIRST_SENTENCE.match(operation.description or "")
    if first:
        operation.summary = " ".join(first.group().split())


def _no_others(known: frozenset[str]) -> Any:
    """As ninja reads parameters, one group after the other, and says all that is wrong with them together."""

    def resolve(_model: Any, request: HttpRequest, *_what_ninja_adds: Any) -> dict[str, Any]:
        others = sorted(set(request.GET) - known)
        if others:
            raise ValidationError.from_exception_data(
                "query", [{"type": "extra_forbidden", "loc": (name,), "input": ""} for name in others]
            )
        return {}

    attributes = {
        "__module__": __name__,
        "__ninja_param_source__": "query",
        "__ninja_flatten_map__": {},
        "__ninja_flatten_map_reverse__": {},
        "resolve": classmethod(resolve),
    }
    return type("NoOthers", (QueryModel,), attributes)
