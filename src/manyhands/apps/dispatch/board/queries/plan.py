"""What the top line says of the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Subquery

from manyhands.apps.dispatch.board.queries.counted import Counted
from manyhands.apps.dispatch.board.queries.filters import Show
from manyhands.apps.dispatch.board.queries.needs import (
    ASKED,
    NEW,
    TO_DO,
    latest_run,
    shown_in,
    unmet_of,
)
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.queries.plans.inputs import IS_PLANNED, plans_anything
from manyhands.apps.dispatch.states import UNDO_FOR, ProposalState, RunState
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.queries.over import time_over
from manyhands.apps.needs.states import NeedState, PartState
from manyhands.storage.prepared import Prepared

_LIVE = (RunState.RUNNING, RunState.WAITING)
# Long, and told by no line.
_CLOSED = ("prices", "weights", "input_hash", "inputs")


@dataclass(frozen=True, slots=True)
class PlanNumbers:
    """Requests that the plan looks after, while there is time for them. `covered` of the `sought`: somebody is
    proposed for every part that needs somebody else to be asked.

    `asked`: everybody who is needed has been asked, and an answer is waited for. `unmet`: nobody can reach them.
    `fresh`: the plan looks after them once somebody has started looking. `new`: all that the board lists as new;
    `overdue`: all that it lists as too late.
    """

    covered: int = 0
    sought: int = 0
    asked: int = 0
    unmet: int = 0
    fresh: int = 0
    new: int = 0
    overdue: int = 0
    to_approve: int = 0
    people_to_ask: int = 0
    """Fewer than there are lines to approve when somebody is proposed twice."""

    @property
    def is_about_something(self) -> bool:
        """Whether it says anything that what was proven of it could be about."""
        return self.sought > 0 or self.asked > 0

    @property
    def for_next_plan(self) -> int:
        """Requests of which the plan says nothing: opened since it was made, or what it proposed was not wanted."""
        return max(0, self.sought - self.covered - self.unmet)


@dataclass(frozen=True, slots=True)
class Runs:
    """The plan that counts, the one that is being made, and the one that failed since."""

    latest: Run | None
    live: Run | None
    failed: Run | None
    numbers: PlanNumbers | None = None
    """Of the latest, where they were asked for."""

    @property
    def signature(self) -> str:
        """Changes when there is something new to say."""
        live = f"{self.live.pk}.{self.live.state}.{self.live.progress_percent}" if self.live else ""
        return f"{self.latest.pk if self.latest else ''}-{live}-{self.failed.pk if self.failed else ''}"


class _OfRun(NamedTuple):
    """True until `ends_at`, if nothing else happens: then something that was put away is to be looked at again, or
    the time has come at which something was wanted.
    """

    run_id: int
    numbers: PlanNumbers
    ends_at: datetime | None


_counted = Counted[_OfRun]()


def find_runs(group: Group, *, with_numbers: bool = False, head: bytes = b"", at: datetime) -> Runs:
    """One query. Numbers go through everything that is open, and only where the journal's `head` has changed."""
    known = _find_counted(group, head, at=at)
    rows: list[Run] = _RUNS.list(with_numbers and known is None, group=group.pk, at=at)
    for run in rows:
        run.group = group
    done = [run for run in rows if run.state == RunState.DONE and run.finished_at]
    live = sorted((run for run in rows if run.state in _LIVE), key=lambda run: run.state)
    failed = [run for run in rows if run.state == RunState.FAILED]
    latest = max(done, key=lambda run: (run.finished_at, run.pk), default=None)
    counted = _count_again(latest, known, at=at) if latest and with_numbers else None
    if counted:
        _counted.keep(group.pk, head, counted)
    numbers = counted.numbers if counted else None
    return Runs(latest, next(iter(live), None), next(iter(failed), None), numbers)


def _find_counted(group: Group, head: bytes, *, at: datetime) -> _OfRun | None:
    known = _counted.find(group.pk, head)
    return None if known and known.ends_at and known.ends_at <= at else known


def _count_again(latest: Run, known: _OfRun | None, *, at: datetime) -> _OfRun:
    """One query more where another plan has come that the journal does not tell of."""
    if known is None:
        return _counted_in(vars(latest), latest)
    return known if known.run_id == latest.pk else _count(latest, at=at)


def _runs(with_numbers: bool, *, group: Any, at: Any) -> QuerySet[Any]:
    all_runs = Run.objects.filter(group=group)
    over = all_runs.filter(state__in=[RunState.DONE, RunState.FAILED]).order_by("-pk").values("pk")[:1]
    wanted = Q(state__in=_LIVE) | Q(pk__in=latest_run(group)) | Q(pk__in=over)
    rows = all_runs.filter(wanted).defer(*_CLOSED).order_by("pk")
    return rows.annotate(**_counts(group, at)) if with_numbers else rows


def plan_numbers(runs: Runs, *, at: datetime) -> PlanNumbers | None:
    """Of the latest. No query where they came with it."""
    return runs.numbers or (count_plan(runs.latest, at=at) if runs.latest else None)


def is_planned(group: Group, numbers: PlanNumbers | None) -> bool:
    """Whether a plan has anything to look after here. One query at most; none where it has."""
    return (numbers is not None and numbers != PlanNumbers()) or plans_anything(group)


def count_plan(run: Run, *, at: datetime) -> PlanNumbers:
    """The latest of its group. One query."""
    return _count(run, at=at).numbers


def _count(run: Run, *, at: datetime) -> _OfRun:
    return _counted_in(_NUMBERS.find(group=run.group_id, run=run.pk, at=at), run)


def _counted_in(row: Mapping[str, Any], run: Run) -> _OfRun:
    moments = [row["put_away_until"], row["timed_until"]]
    return _OfRun(run.pk, _numbers_of(row), min((one for one in moments if one), default=None))


def _numbers_of(numbers: Mapping[str, Any]) -> PlanNumbers:
    """Counted as things stand now: what has been approved or taken since is no longer proposed."""
    sought = numbers["sought_count"] or 0
    return PlanNumbers(
        covered=sought - (numbers["without_count"] or 0),
        sought=sought,
        asked=numbers["asked_count"] or 0,
        unmet=numbers["unmet_count"] or 0,
        fresh=numbers["fresh_count"] or 0,
        new=numbers["new_count"] or 0,
        overdue=numbers["overdue_count"] or 0,
        to_approve=numbers["to_approve_count"] or 0,
        people_to_ask=numbers["people_count"] or 0,
    )


def _one_run(*, group: Any, run: Any, at: Any) -> QuerySet[Any, Any]:
    counts = _counts(group, at)
    return Run.objects.filter(pk=run).annotate(**counts).values(*counts)


def _counts(group: Any, at: Any) -> dict[str, Any]:
    proposed = Proposal.objects.filter(
        run__in=latest_run(group), state=ProposalState.OPEN, part__state=PartState.OPEN
    ).exclude(time_over(at, of="part__"))
    unmet = unmet_of(group, at=at)
    ours = NeedPart.objects.filter(IS_PLANNED, need__group=group)
    looking = ours.filter(need__state=NeedState.OPEN, state=PartState.OPEN).exclude(time_over(at))
    fresh = ours.filter(need__state__in=NEW)
    is_asked = Q(pk__in=Assignment.objects.filter(group=group, state__in=ASKED).values("part"))
    is_proposed, is_unmet = Q(pk__in=proposed.values("part")), Q(pk__in=unmet.values("part"))
    sought = looking.filter(is_proposed | is_unmet | ~is_asked)
    without = sought.filter(is_unmet | ~is_proposed)
    asked = looking.filter(is_asked).exclude(need__in=sought.values("need"))
    new, overdue = (
        Need.objects.filter(shown_in(show, group, member=None, at=at), group=group)
        for show in (Show.NEW, Show.OVERDUE)
    )
    return {
        "sought_count": _number(sought, "group", "need"),
        "without_count": _number(without, "group", "need"),
        "asked_count": _number(asked, "group", "need"),
        "unmet_count": _number(unmet, "group", "part__need"),
        "fresh_count": _number(fresh, "group", "need"),
        "new_count": _number(new, "group", "pk"),
        "overdue_count": _number(overdue, "group", "pk"),
        "to_approve_count": _number(proposed, "group", "pk"),
        "people_count": _number(proposed, "group", "helper"),
        "put_away_until": _first(group, "follow_up_at", after=at),
        "timed_until": _first(group, "due_at", after=at, starts_at__isnull=False),
    }


def _first(group: Any, moment: str, *, after: Any, **more: Any) -> Subquery:
    later = Need.objects.filter((f"{moment}__gt", after), group=group, state__in=TO_DO, **more)
    return Subquery(later.order_by(moment).values(moment)[:1])


_RUNS, _NUMBERS = Prepared(_runs), Prepared(_one_run)


def _number(rows: Any, by: str, what: str) -> Subquery:
    return Subquery(rows.order_by().values(by).annotate(many=Count(what, distinct=True)).values("many"))


def find_just_dismissed(group: Group, member: Membership, ids: list[int], *, at: datetime) -> Proposal | None:
    """What this member did not want proposed, and can still want again."""
    mine = Proposal.objects.filter(group=group, decided_by=member, state=ProposalState.DISMISSED)
    fresh = mine.filter(pk__in=ids, decided_at__gt=at - UNDO_FOR)
    return fresh.select_related("helper", "organisation", "part__need").first() if ids else None


def list_just_approved(group: Group, member: Membership, *, at: datetime) -> list[Proposal]:
    """What this member has approved and can still take back."""
    mine = Proposal.objects.filter(group=group, decided_by=member, state=ProposalState.APPROVED)
    fresh = mine.filter(decided_at__gt=at - UNDO_FOR)
    return list(fresh.select_related("part", "assignment").order_by("pk"))
