"""Figures of health over all groups: ages and numbers, nothing of anybody."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Count, F, Max, Min, Q
from django_q.models import OrmQ

from manyhands.apps.dispatch.models import Run
from manyhands.apps.messaging.models import Message, MessageState
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState, Urgency
from manyhands.storage.scope import system_scope

DAY = timedelta(days=1)
# What has to be looked at, and what is on its way; the rest is history.
_TOLD = (
    MessageState.WAITING,
    MessageState.SENDING,
    MessageState.TO_CALL,
    MessageState.UNCONFIRMED,
    MessageState.FAILED,
)
Figure = tuple[str, str, dict[str, str], float]


def list_figures(*, at: datetime) -> list[Figure]:
    """(name, what it is, labels, value), by four queries; ages are 0 where nothing waits."""
    with system_scope("metrics"):
        return [*_jobs(at), *_messages(at), *_requests(at), *_plans(at), *_backups(at)]


def _jobs(at: datetime) -> Iterator[Figure]:
    due = OrmQ.objects.filter(Q(lock__isnull=True) | Q(lock__lte=at)).aggregate(
        many=Count("pk"), oldest=Min("lock")
    )
    yield "manyhands_jobs_waiting", "Jobs that nobody has taken yet", {}, due["many"]
    yield "manyhands_oldest_job_seconds", "How long the oldest of them waits", {}, _age(due["oldest"], at)


def _messages(at: datetime) -> Iterator[Figure]:
    rows = Message.objects.filter(state__in=_TOLD).values("state")
    found = {row["state"]: row for row in rows.annotate(many=Count("pk"), oldest=Min("not_before"))}
    for state in _TOLD:
        many = found.get(state, {}).get("many", 0)
        yield "manyhands_messages", "Messages that are not delivered", {"state": state.value}, many
    oldest = found.get(MessageState.WAITING, {}).get("oldest")
    yield (
        "manyhands_oldest_message_seconds",
        "How long the oldest message waits past its time",
        {},
        _age(oldest, at),
    )


def _requests(at: datetime) -> Iterator[Figure]:
    lacking = NeedPart.objects.filter(state=PartState.OPEN, people_taken__lt=F("people_needed"))
    found = lacking.aggregate(
        many=Count("pk"),
        urgent=Count("pk", filter=Q(urgency=Urgency.TODAY)),
        oldest=Min("need__opened_at", filter=Q(urgency=Urgency.TODAY)),
    )
    yield "manyhands_open_requests", "Parts of requests that look for somebody", {}, found["many"]
    yield "manyhands_urgent_requests", "Those of them that are for today", {}, found["urgent"]
    yield (
        "manyhands_oldest_urgent_request_seconds",
        "How long the oldest of these is open",
        {},
        _age(found["oldest"], at),
    )


def _plans(at: datetime) -> Iterator[Figure]:
    lately = Run.objects.filter(finished_at__gt=at - DAY)
    found = lately.aggregate(
        many=Count("pk"),
        failed=Count("pk", filter=~Q(failure="")),
        longest=Max(F("finished_at") - F("started_at")),
    )
    yield "manyhands_plans_day", "Plans that ended within a day", {}, found["many"]
    yield "manyhands_plans_failed_day", "Those of them that failed", {}, found["failed"]
    longest = found["longest"].total_seconds() if found["longest"] else 0
    yield "manyhands_longest_plan_seconds", "How long the longest of them took", {}, longest


def _backups(at: datetime) -> Iterator[Figure]:
    """Without a folder for them there is no line: what is absent can be told from what is fresh."""
    folder = Path(settings.BACKUP_DIR) if settings.BACKUP_DIR else None
    if folder is None or not folder.is_dir():
        return
    newest = max((path.stat().st_mtime for path in folder.iterdir() if path.is_file()), default=0)
    age = at - datetime.fromtimestamp(newest, UTC)
    yield "manyhands_backup_age_seconds", "How old the newest backup is", {}, age.total_seconds()


def _age(since: datetime | None, at: datetime) -> float:
    return max(0.0, (at - since).total_seconds()) if since else 0.0
