"""What runs in the child process that answers "what if": both plans, and what is different between them."""

import sys
from typing import Any

from manyhands.apps.dispatch.bridge.planning.pipes import serve
from manyhands.apps.dispatch.bridge.planning.question import WhatIfQuestion
from manyhands.core.dispatch.what_if import Situation, change_of, compare


def answer(asked: WhatIfQuestion) -> dict[str, Any]:
    question = asked.question
    situation = Situation(
        requests=question.requests,
        volunteers=question.volunteers,
        context=question.context,
        published=question.published,
        weights=question.weights,
        kinds=asked.kinds,
        urgencies=asked.urgencies,
    )
    return compare(situation, change_of(asked.change, **asked.values)).as_json()


if __name__ == "__main__":
    sys.exit(serve(answer))
