"""Asking a provider for a background check. It tells; whether it counts, people of the group decide.

Only where a group has said that a clear answer is enough does one count by itself. Any other answer never does.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from manyhands.apps.groups.models import Membership
from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import Person
from manyhands.apps.vetting.actions import decide, take_up
from manyhands.apps.vetting.actions.telling import tell_waiting
from manyhands.apps.vetting.models import OPEN_STATES, Check, CheckState, Requirement, RequirementKind
from manyhands.apps.vouching.background_checks import (
    Answer,
    BackgroundChecks,
    Outcome,
    Status,
    find_provider,
)
from manyhands.apps.vouching.models import BackgroundOrder, OrderState, ProviderUse
from manyhands.apps.vouching.queries.orders import is_clear_enough
from manyhands.storage.actors import Actor
from manyhands.storage.encryption import blind_indexes
from manyhands.web.jobs import enqueue

CLOCK = Actor.system("background checks")
MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LEASE = timedelta(minutes=5)
# News may be lost on the way: so we ask, too.
LOOK_EVERY = timedelta(hours=12)
_STATES = {
    Status.INVITED: OrderState.INVITED,
    Status.RUNNING: OrderState.RUNNING,
    Status.EXPIRED: OrderState.EXPIRED,
    Status.STOPPED: OrderState.STOPPED,
}


class CannotOrderError(Exception):
    """`reason`: no_provider, no_email, other_kind, decided, or running."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def order_check(check: Check, *, ordered_by: Membership, by: Actor, at: datetime) -> BackgroundOrder:
    """Have the provider invite them: for the first time, or again after it came to nothing."""
    check = (
        Check.objects.select_for_update(of=("self",)).select_related("requirement", "person").get(pk=check.pk)
    )
    provider = _provider_for(check)
    order: BackgroundOrder | None = BackgroundOrder.objects.filter(check_of=check).first()
    if order is None:
        order = BackgroundOrder(group_id=check.group_id, check_of=check)
    elif not order.has_ended:
        raise CannotOrderError("running")
    else:
        order.round += 1
    order.provider, order.state, order.ordered_by = provider.name, OrderState.WAITING, ordered_by
    order.invitation = order.url = order.report = order.problem = ""
    order.attempts, order.next_at, order.ordered_at, order.changed_at = 0, at, at, at
    order.save()
    Check.objects.filter(pk=check.pk).update(
        provider=provider.name, provider_reference="", provider_reference_index=""
    )
    if check.state != CheckState.IN_PROGRESS:
        take_up(check, by=by, at=at)
    record("check.ordered", check, by=by, at=at, fields=["provider"])
    enqueue("manyhands.apps.vouching.tasks.ask_providers")
    return order


def take_order(order_id: int, *, at: datetime) -> BackgroundOrder | None:
    """Keep everybody else from asking about it for a while; None when somebody was quicker."""
    due = BackgroundOrder.objects.filter(pk=order_id, next_at__lte=at)
    if not due.update(next_at=at + LEASE):
        return None
    related = ("check_of__requirement", "check_of__person", "group")
    order: BackgroundOrder = BackgroundOrder.objects.select_related(*related).get(pk=order_id)
    return order


def ask_about(provider: BackgroundChecks, order: BackgroundOrder) -> Answer:
    """Start it, or read how it stands. No transaction is open meanwhile."""
    check, person = order.check_of, order.check_of.person
    if order.state == OrderState.WAITING and person is not None:
        return provider.start(
            name=person.name,
            email=person.email,
            reference=order.reference,
            person=check.provider_reference,
        )
    return provider.read(invitation=order.invitation, report=order.report)


@transaction.atomic
def use_answer(order: BackgroundOrder, answer: Answer, *, at: datetime) -> BackgroundOrder:
    """Keep what was answered. An order that was asked for anew meanwhile, or is over, stays as it is."""
    now = BackgroundOrder.objects.select_for_update(of=("self",)).select_related(
        "check_of__requirement", "group"
    )
    current: BackgroundOrder = now.get(pk=order.pk)
    if (current.round, current.state) != (order.round, order.state) or current.has_ended:
        return current
    if answer.person:
        _know_person(current.check_of, answer.person)
    if answer.outcome == Outcome.LATER:
        _put_off(current, answer, at=at)
    elif answer.outcome == Outcome.REFUSED:
        _end(current, OrderState.FAILED, at=at, problem=answer.reason)
    elif current.state == OrderState.WAITING:
        current.invitation, current.url, current.state = answer.invitation, answer.url, OrderState.INVITED
        _wait(current, at=at)
        record("check.invited", current.check_of, by=CLOCK, at=at)
    else:
        _use_reading(current, answer, at=at)
    return current


@transaction.atomic
def look_again(check: Check, *, at: datetime) -> None:
    """There is news of it: ask what."""
    orders = BackgroundOrder.objects.filter(check_of=check, next_at__isnull=False)
    if orders.exclude(state=OrderState.WAITING).update(next_at=at, attempts=0):
        enqueue("manyhands.apps.vouching.tasks.ask_providers")


@transaction.atomic
def use_provider(requirement: Requirement, *, clear_is_enough: bool, by: Actor, at: datetime) -> None:
    ProviderUse.objects.update_or_create(
        requirement=requirement,
        defaults={"group_id": requirement.group_id, "clear_is_enough": clear_is_enough},
    )
    record("requirement.changed", requirement, by=by, at=at, fields=["clear_is_enough"])


def forget_orders_of(person: Person, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 - as all are called
    """Registered with `privacy`: nothing is asked any more, and where to go on is gone."""
    orders = BackgroundOrder.objects.filter(check_of__person=person)
    orders.filter(next_at__isnull=False).update(state=OrderState.STOPPED, next_at=None)
    orders.update(invitation="", url="", report="")


def _provider_for(check: Check) -> BackgroundChecks:
    provider = find_provider()
    if provider is None:
        raise CannotOrderError("no_provider")
    if check.requirement.kind != RequirementKind.BACKGROUND_CHECK or check.person is None:
        raise CannotOrderError("other_kind")
    if check.state not in OPEN_STATES:
        raise CannotOrderError("decided")
    if not check.person.email:
        raise CannotOrderError("no_email")
    return provider


def _know_person(check: Check, person: str) -> None:
    if check.provider_reference != person:
        check.provider_reference = person
        check.provider_reference_index = reference_indexes(person)[0]
        check.save(update_fields=["provider_reference", "provider_reference_index"])


def reference_indexes(person: str) -> list[str]:
    """News name no group: by these their check is found among those of all, also while keys are changed."""
    return blind_indexes(None, "background_check", person)


def checks_with_references() -> QuerySet[Any]:
    """Registered with `storage`, like the two below: what news may still find."""
    return Check.objects.exclude(provider_reference_index="")


def has_old_index(check: Check) -> bool:
    return check.provider_reference_index not in reference_indexes(check.provider_reference)[:1]


def renew_index(check: Check) -> None:
    """Nothing about the check changes, so there is no line in the journal."""
    check.provider_reference_index = reference_indexes(check.provider_reference)[0]
    check.save(update_fields=["provider_reference_index"])


def _put_off(order: BackgroundOrder, answer: Answer, *, at: datetime) -> None:
    order.attempts, order.problem = order.attempts + 1, answer.reason[:60]
    if order.attempts >= MOST_ATTEMPTS:
        _end(order, OrderState.FAILED, at=at, problem=answer.reason)
        return
    wait = max(timedelta(seconds=answer.wait_seconds), FIRST_WAIT * 2 ** (order.attempts - 1))
    order.next_at = at + wait
    order.save(update_fields=["attempts", "problem", "next_at"])


def _wait(order: BackgroundOrder, *, at: datetime) -> None:
    order.attempts, order.problem, order.next_at, order.changed_at = 0, "", at + LOOK_EVERY, at
    order.save()


def _use_reading(order: BackgroundOrder, answer: Answer, *, at: datetime) -> None:
    order.report = answer.report or order.report
    if answer.status != Status.FINISHED:
        state = _STATES[Status(answer.status)]
        if state in (OrderState.INVITED, OrderState.RUNNING):
            order.state = state
            _wait(order, at=at)
        else:
            _end(order, state, at=at)
        return
    is_clear = answer.result == "clear"
    _end(order, OrderState.CLEAR if is_clear else OrderState.CONSIDER, at=at)
    check = order.check_of
    if is_clear and check.state in OPEN_STATES and is_clear_enough(check.requirement):
        since = at.astimezone(order.group.zone).date()
        days = check.requirement.validity_days
        until = None if days is None else since + timedelta(days=days)
        decide(check, met=True, valid_from=since, valid_until=until, decided_by=None, by=CLOCK, at=at)


def _end(order: BackgroundOrder, state: OrderState, *, at: datetime, problem: str = "") -> None:
    order.state, order.problem, order.next_at, order.changed_at = state, problem[:60], None, at
    order.save()
    record("check.answered", order.check_of, by=CLOCK, at=at)
    if order.check_of.state in OPEN_STATES:
        tell_waiting(order.check_of, by=CLOCK, at=at)
