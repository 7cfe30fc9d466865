"""What the engine has answered, as rows that are kept."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from manyhands.apps.dispatch.bridge.planning.inputs import priority_of_part
from manyhands.apps.dispatch.bridge.planning.question import Question
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Proposal, Run, UnmetPart
from manyhands.apps.needs.models import NeedPart
from manyhands.core.dispatch.ranking import Standing, judge
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

Answer = Mapping[str, Any]

NOTHING_ASKED: Answer = {
    "lines": [],
    "unmet": [],
    "prices": {},
    "certificate": {"is_feasible": True, "is_optimal": True, "gap": 0, "problems": [], "counts": {}},
}
"""Where nobody is looked for there is nothing to work out, and no process is started for it."""

MADE_ANEW: Mapping[str, Any] = {"kind": "anew", "made": [], "broken": [], "restored": []}
"""What has happened since the plan before cannot be told: everything was worked out from nothing."""


def proposals_of(
    run: Run, parts: Mapping[str, NeedPart], helpers: Mapping[str, Helper], answer: Answer, *, at: datetime
) -> list[Proposal]:
    """One row for each line. Somebody who is there twice, alone and for an organisation, is proposed once."""
    rows: dict[tuple[int, int], Proposal] = {}
    for line in answer["lines"]:
        part, helper = parts[line["request_id"]], helpers[line["volunteer_id"]]
        explanation = {
            **line["explanation"],
            "others": line["others"],
            "priority": priority_of_part(part, at=at).as_json(),
        }
        rows.setdefault(
            (part.pk, helper.person.pk),
            Proposal(
                group_id=run.group_id,
                run=run,
                part=part,
                helper=helper.person,
                volunteer=helper.volunteer,
                organisation=helper.organisation,
                distance_m=line["distance_m"],
                explanation=explanation,
            ),
        )
    return list(rows.values())


def unmet_of(
    run: Run,
    parts: Mapping[str, NeedPart],
    answer: Answer,
    question: Question,
    spared: Iterable[VolunteerRecord],
    *,
    elsewhere: Mapping[str, list[int]],
    at: datetime,
) -> list[UnmetPart]:
    """`spared` were left out because they have been asked so often; the engine has not seen them. `elsewhere` are
    groups that share, of which nothing but their number is kept.
    """
    requests = {request.id: request for request in question.requests}
    return [
        UnmetPart(
            group_id=run.group_id,
            run=run,
            part=parts[line["request_id"]],
            people_missing=line["people_missing"],
            explanation={
                **line["explanation"],
                "priority": priority_of_part(parts[line["request_id"]], at=at).as_json(),
                "resting": _could_help(requests[line["request_id"]], spared, question.context),
                "elsewhere": elsewhere.get(line["request_id"], []),
            },
        )
        for line in answer["unmet"]
    ]


def _could_help(request: RequestRecord, volunteers: Iterable[VolunteerRecord], context: MatchContext) -> int:
    of_pool = (volunteer for volunteer in volunteers if volunteer.pool == request.pool)
    return sum(judge(request, volunteer, context).standing is Standing.CAN_HELP for volunteer in of_pool)


def summary_of(question: Question, answer: Answer, resting: int) -> dict[str, Any]:
    """The plan in figures, as the board and the terminal say it."""
    lines, unmet = answer["lines"], answer["unmet"]
    tasks = Counter(line["volunteer_id"] for line in lines)
    reasons = Counter(_reason(line["explanation"]) for line in unmet)
    ways_m = [line["distance_m"] for line in lines if line["distance_m"] is not None]
    return {
        "parts": len(question.requests),
        "people_wanted": sum(request.quantity for request in question.requests),
        "covered": len(lines),
        "unmet": sum(line["people_missing"] for line in unmet),
        "unmet_parts": len(unmet),
        "unmet_by_reason": dict(sorted(reasons.items())),
        "travel_m": sum(ways_m),
        "longest_way_m": max(ways_m, default=0),
        "people": len({volunteer.id for volunteer in question.volunteers}),
        "people_asked": len(tasks),
        "busiest": max(tasks.values(), default=0),
        "resting": resting,
    }


def _reason(explanation: Mapping[str, Any]) -> str:
    """What stands in the way first of all, as one code."""
    remarks = explanation["remarks"]
    because = remarks[0].get("because") if remarks else None
    if isinstance(because, list):
        return str(because[0]) if len(because) == 1 else "nobody"
    return str(because or remarks[0]["code"]) if remarks else "nobody"
