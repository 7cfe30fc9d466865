"""A past plan made again from what it was made from, and compared with what was kept of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from manyhands.apps.dispatch.bridge.planning.answer import NOTHING_ASKED, Answer
from manyhands.apps.dispatch.bridge.planning.kept_question import Kept, Pair, open_kept
from manyhands.apps.dispatch.bridge.planning.process import work_out
from manyhands.apps.dispatch.models import Proposal, Run
from manyhands.apps.dispatch.queries.plans.inputs import IS_PLANNED
from manyhands.apps.dispatch.queries.plans.sentences import say_stored
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import NeedPart

_PROVEN = ("is_feasible", "is_optimal", "gap", "no_handover_improves", "no_unmet_outranks")


class NothingKeptError(LookupError):
    """What this plan was made from has gone."""


class Aspect(StrEnum):
    QUESTION = "question"
    OBJECTIVE = "objective"
    PROOF = "proof"
    ONLY_THEN = "only_then"
    ONLY_NOW = "only_now"
    ONLY_SHOWN = "only_shown"


@dataclass(frozen=True, slots=True)
class Difference:
    """`then` and `now` are what the certificates say; of pairs one of the two is empty."""

    aspect: Aspect
    then: Any
    now: Any


@dataclass(frozen=True, slots=True)
class Replay:
    """The answer of today to the question of then."""

    kept: Kept
    answer: Answer
    differences: tuple[Difference, ...]

    @property
    def is_same(self) -> bool:
        return not self.differences


def replay(run: Run) -> Replay:
    """Raises NothingKeptError, UnreadableQuestionError or PlanFailedError."""
    if not run.inputs:
        raise NothingKeptError
    kept = open_kept(run.inputs)
    asks = bool(kept.question.requests)
    answer = work_out(kept.question, on_progress=lambda _percent: None) if asks else NOTHING_ASKED
    return Replay(kept, answer, tuple(_differences(run, kept, answer)))


def _differences(run: Run, kept: Kept, answer: Answer) -> Iterator[Difference]:
    then, now = run.certificate, answer["certificate"]
    if then.get("input_hash") != now.get("input_hash"):
        yield Difference(Aspect.QUESTION, then.get("input_hash"), now.get("input_hash"))
    if then.get("objective") != now.get("objective"):
        yield Difference(Aspect.OBJECTIVE, then.get("objective"), now.get("objective"))
    proofs = _proof(then), _proof(now)
    if proofs[0] != proofs[1]:
        yield Difference(Aspect.PROOF, *proofs)
    pairs = pairs_of(answer)
    yield from (Difference(Aspect.ONLY_THEN, pair, None) for pair in sorted(kept.pairs - pairs))
    yield from (Difference(Aspect.ONLY_NOW, None, pair) for pair in sorted(pairs - kept.pairs))
    # What people were shown, against what the engine had said.
    yield from (Difference(Aspect.ONLY_SHOWN, pair, None) for pair in sorted(_shown(run) - kept.pairs))


def _proof(certificate: Mapping[str, Any]) -> dict[str, Any]:
    return {name: certificate.get(name) for name in _PROVEN}


def pairs_of(answer: Answer) -> frozenset[Pair]:
    return frozenset((line["request_id"], line["volunteer_id"]) for line in answer["lines"])


def _shown(run: Run) -> frozenset[Pair]:
    rows = Proposal.objects.filter(run=run).values_list("part_id", "volunteer_id", "organisation_id")
    return frozenset(
        (f"p{part}", f"v{volunteer}" if volunteer else f"o{organisation}")
        for part, volunteer, organisation in rows
    )


class NotAsked(StrEnum):
    """Why a plan says nothing of a request."""

    UNKNOWN = "unknown"
    LEFT_TO_VOLUNTEERS = "left_to_volunteers"
    NOT_LOOKED_FOR = "not_looked_for"


def why_not_asked(group: Group, reference: str) -> NotAsked:
    """As things stand now: what was set then is not kept."""
    parts = NeedPart.objects.filter(group=group, need__reference=reference.upper())
    if not parts.exists():
        return NotAsked.UNKNOWN
    if not parts.filter(IS_PLANNED).exists():
        return NotAsked.LEFT_TO_VOLUNTEERS
    return NotAsked.NOT_LOOKED_FOR


def explain_again(group: Group, replayed: Replay, reference: str, *, language: str) -> list[tuple[str, str]]:
    """Why the plan did with this request what it did, for staff: the kind of help, and a sentence, for each of those it
    found and for what is missing. Nothing where it was not asked about it.
    """
    parts = NeedPart.objects.filter(group=group, need__reference=reference.upper()).select_related("category")
    kinds = {f"p{part.pk}": part.category.name_in(language) for part in parts.order_by("pk")}
    lines = [*replayed.answer["lines"], *replayed.answer["unmet"]]
    ours = [line for key in kinds for line in lines if line["request_id"] == key]
    said = say_stored(group, [line["explanation"] for line in ours], language=language)
    return [(kinds[line["request_id"]], sentence) for line, sentence in zip(ours, said, strict=True)]
