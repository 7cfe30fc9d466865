from collections.abc import Callable
from typing import Any

from manyhands.apps.dispatch.actions import RefusedError
from manyhands.apps.groups.access.programs import ProgramRequest
from manyhands.web.api.once import answer_once
from manyhands.web.api.problems import ProblemError


def do_once(request: ProgramRequest, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What was refused is a conflict, said in the same words as on the page, and may be tried again."""
    try:
        return answer_once(request, caller=str(request.token.pk), at=request.at, do=do)
    except RefusedError as error:
        raise ProblemError(409, error.refusal.value, error.sentence) from error
