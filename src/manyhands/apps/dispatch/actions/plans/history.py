"""What a plan was made from: kept as long as somebody may ask how a decision came about, and never longer."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from manyhands.apps.dispatch.bridge.planning.answer import Answer
from manyhands.apps.dispatch.bridge.planning.kept_question import UnreadableQuestionError, keep, open_kept
from manyhands.apps.dispatch.bridge.planning.question import Question
from manyhands.apps.dispatch.models import Proposal, Run
from manyhands.apps.dispatch.queries.plans.past import runs_with_inputs
from manyhands.apps.dispatch.states import ProposalState
from manyhands.apps.groups.models import Group
from manyhands.apps.journal.actions import record
from manyhands.apps.journal.models import Entry
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Organisation, Person, Volunteer
from manyhands.storage.actors import Actor

DECIDED = (ProposalState.APPROVED, ProposalState.DISMISSED)


def inputs_of(question: Question, answer: Answer) -> str:
    """As it is kept with the run: search cells and ids, encrypted by the field."""
    return keep(question, ((line["request_id"], line["volunteer_id"]) for line in answer["lines"]))


def was_anybody_forgotten(group: Group, *, since: int) -> bool:
    """While the plan was worked out: they could be in it, so that what it was made from is not kept. Under the group's
    lock, which forgetting takes as well, so that neither overlooks the other.
    """
    return Entry.objects.filter(group_id=group.pk, number__gt=since, verb="person.erased").exists()


def drop_undecided_inputs(latest: Run) -> int:
    """Of earlier plans only those that somebody decided something by can be made again."""
    decided = Proposal.objects.filter(run_id=OuterRef("pk"), state__in=DECIDED)
    earlier = runs_with_inputs(latest.group).exclude(pk=latest.pk).filter(~Exists(decided))
    return int(earlier.update(inputs=""))


def drop_inputs_of(person: Person, *, by: Actor, at: datetime) -> None:
    """Somebody is forgotten: where they live stands in every plan that could have sent them, or somebody to them."""
    keys = _keys_of(person)
    for run in runs_with_inputs(person.group).only("pk", "group_id", "inputs").order_by("pk"):
        if _mentions(run.inputs, keys):
            Run.objects.filter(pk=run.pk).update(inputs="")
            record("run.inputs_dropped", run, by=by, at=at, fields=["inputs"])


def _mentions(inputs: str, keys: frozenset[str]) -> bool:
    """What cannot be read could be about anybody."""
    try:
        return open_kept(inputs).mentions(keys)
    except UnreadableQuestionError:
        return True


def _keys_of(person: Person) -> frozenset[str]:
    """All that the engine calls by a name of its own and that belongs to this person."""
    theirs = Q(need__person=person) | Q(need__asked_by=person)
    return frozenset(
        [
            *_keys("v", Volunteer.objects.filter(person=person).values_list("pk", flat=True)),
            *_keys("o", Organisation.objects.filter(contact=person).values_list("pk", flat=True)),
            *_keys("p", NeedPart.objects.filter(theirs).values_list("pk", flat=True)),
        ]
    )


def _keys(letter: str, ids: Iterable[int]) -> list[str]:
    return [f"{letter}{pk}" for pk in ids]
