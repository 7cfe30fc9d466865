"""What dispatch shows on the pages of a need: to staff who helps, to the neighbour who is coming."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from manyhands.apps.accounts.models import User
from manyhands.apps.dispatch.bridge.words.partners import lent_in_words
from manyhands.apps.dispatch.queries.asking.pairs import list_assignments_of
from manyhands.apps.dispatch.queries.asks import count_asks_to_decide, list_lent_tasks
from manyhands.apps.dispatch.queries.assignments.checked import count_not_checked_any_more
from manyhands.apps.dispatch.queries.assignments.notes import find_thread, open_fields
from manyhands.apps.dispatch.queries.assignments.safety import count_open_reports
from manyhands.apps.dispatch.queries.assignments.status import list_who_is_coming
from manyhands.apps.dispatch.queries.assignments.tasks import count_claims_to_approve
from manyhands.apps.dispatch.queries.assignments.waiting import list_waiting_for
from manyhands.apps.dispatch.queries.people.invitations import count_answers
from manyhands.apps.dispatch.queries.people.load import list_weeks_of
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.policies import may
from manyhands.apps.messaging.actions import read_relay
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.people.models import Volunteer

WEEKS_SHOWN = 8


def helpers_of_need(request: HttpRequest, need: Need) -> dict[str, Any] | None:
    """For staff: each part with everybody who was asked, came forward or helps."""
    membership = request.membership  # type: ignore[attr-defined]
    if not may(membership, "needs.read", need):
        return None
    by_part: dict[int, list[Any]] = {}
    for assignment in list_assignments_of(need):
        by_part.setdefault(assignment.part_id, []).append(assignment)
    parts = [(part, by_part.get(part.pk, [])) for part in _parts(need)]
    return {"need": need, "parts": parts, "may_assign": may(membership, "needs.assign", need)}


def _parts(need: Need) -> list[NeedPart]:
    """As the page of the need has loaded them."""
    return sorted(need.parts.all(), key=lambda part: part.pk)


def who_is_coming(request: HttpRequest, need: Need) -> dict[str, Any] | None:
    """For the neighbour: who helps with what, when, and the notes with them. Nobody yet: nothing.

    With one helper the notes are on the page; with several each has a page of their own, one press away.
    """
    at = timezone.now()
    threads = []
    for coming in list_who_is_coming(need):
        task = coming.assignment
        send_url = f"{request.path}helper/{task.pk}/note/"
        threads.append(
            (coming, find_thread(task, open_fields(task, at=at), for_helper=False, send_url=send_url))
        )
    if not threads:
        return None
    open_ones = [(coming, thread) for coming, thread in threads if thread]
    alone = open_ones[0] if len(open_ones) == 1 else None
    if alone:
        read_relay(alone[0].assignment, reader=need.person, at=at)
    return {"need": need, "threads": threads, "relay": alone[1] if alone else None, "here": request.path}


def what_waits_for_me(request: HttpRequest, user: User) -> dict[str, Any] | None:
    """On the way in: what waits for a helper, in all their groups."""
    found = list_waiting_for(user, at=timezone.now())
    return {"waiting_for_me": found} if found else None


def what_waits_for_staff(request: HttpRequest, group: Group) -> dict[str, Any] | None:
    """Beside the desks: volunteers who wait for a yes, what partners ask, safety reports nobody has answered, and
    tasks of people whose check has ended.
    """
    membership = request.membership  # type: ignore[attr-defined]
    claims = count_claims_to_approve(group) if may(membership, "needs.assign") else 0
    reports = count_open_reports(group) if may(membership, "safety.handle") else 0
    asks = count_asks_to_decide(group) if may(membership, "needs.assign") else 0
    assigns = may(membership, "needs.assign")
    lapsed = count_not_checked_any_more(group, at=timezone.now()) if assigns else 0
    counts = {"claim_count": claims, "report_count": reports, "ask_count": asks, "lapsed_count": lapsed}
    return counts if any(counts.values()) else None


def weeks_of_person(request: HttpRequest, volunteer: Volunteer) -> dict[str, Any] | None:
    """For staff: what somebody has carried lately, and what came of asking them."""
    if not may(request.membership, "people.read"):  # type: ignore[attr-defined]
        return None
    group, at, language = volunteer.group, timezone.now(), get_language() or "en"
    weeks = list_weeks_of(volunteer.person_id, group, weeks=WEEKS_SHOWN, at=at)
    most = max([volunteer.tasks_per_week, 1, *(tasks for _begin, tasks in weeks)])
    return {
        "weeks": [(begin.astimezone(group.zone), tasks, round(100 * tasks / most)) for begin, tasks in weeks],
        "answers": count_answers(volunteer.person_id),
        "lent": [lent_in_words(ask, language, at=at) for ask in list_lent_tasks(volunteer.person, at=at)],
    }
