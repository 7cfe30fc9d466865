"""What is due is forgotten, once a day, class by class (`core.privacy.retention` says when).

Each class in a transaction of its own, each card in one as well: it may be ended at any moment, and the next time goes
on. Higher apps register what they hold.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from manyhands.apps.groups.models import Group, Membership, MembershipState
from manyhands.apps.journal.actions import record_about
from manyhands.apps.people.models import (
    Organisation,
    OrganisationState,
    Person,
    SafetyReport,
    Volunteer,
    VolunteerState,
)
from manyhands.apps.privacy.actions.erasure import erase_person
from manyhands.apps.privacy.models import (
    Consent,
    DisclosureGrant,
    LegalHold,
    LookedInto,
    PrivateLink,
    Reading,
)
from manyhands.apps.privacy.queries import live_holds
from manyhands.core.privacy.retention import lasts
from manyhands.storage.actors import Actor
from manyhands.storage.fields import sealed
from manyhands.storage.forgetting import empty_log

CARDS_AT_ONCE = 200
Forget = Callable[..., int]
Use = Callable[[], Exists]
_forgetters: dict[str, Forget] = {}
_uses: list[Use] = []


def register_forgetting(key: str, forget: Forget) -> None:
    """`forget(group, at=)` takes out what is due of one class of `KEPT`, and says how many rows it was."""
    _forgetters[key] = forget


def register_use_of_cards(use: Use) -> None:
    """`use()` says whether something of this app still needs the card `OuterRef("pk")`."""
    _uses.append(use)


def forget_what_is_due(group: Group, *, by: Actor, at: datetime) -> dict[str, int]:
    """Everything of one group; what was done is journalled as counts alone."""
    counts = {"cards": _forget_cards(group, by=by, at=at)}
    counts |= {key: forget(group, at=at) for key, forget in {**_OWN, **_forgetters}.items()}
    done = {key: count for key, count in counts.items() if count}
    if done:
        _note(group, done, by=by, at=at)
    return done


@transaction.atomic
def _note(group: Group, done: dict[str, int], *, by: Actor, at: datetime) -> None:
    fields = [f"{key} {count}" for key, count in done.items()]
    record_about(group.pk, "retention.kept", "groups.group", group.pk, by=by, at=at, fields=fields)
    empty_log()


def _forget_cards(group: Group, *, by: Actor, at: datetime) -> int:
    """A card that nothing needs is given the group's days after closing, from the day on which that was seen."""
    used = _used(group, at=at)
    cards = Person.objects.filter(group=group, anonymised_at__isnull=True)
    cards.filter(used, idle_since__isnull=False).update(idle_since=None)
    unused = cards.exclude(used)
    unused.filter(idle_since__isnull=True).update(idle_since=at)
    due = unused.filter(idle_since__lte=at - timedelta(days=group.keep_closed_days)).order_by(
        "idle_since", "pk"
    )
    persons = list(due[:CARDS_AT_ONCE])
    for person in persons:
        erase_person(person, by=by, at=at)
    return len(persons)


def _used(group: Group, *, at: datetime) -> Q:
    """Somebody who offered to help and never got an answer is not kept for longer than the group keeps anything."""
    card = OuterRef("pk")
    waits_too_long = Q(
        state__in=[VolunteerState.APPLICANT, VolunteerState.APPROVED],
        person__created_at__lte=at - timedelta(days=group.keep_at_most_days),
    )
    helps = Volunteer.objects.filter(person=card).exclude(state=VolunteerState.LEFT).exclude(waits_too_long)
    answers_for = Organisation.objects.filter(
        contact=card, state__in=[OrganisationState.ACTIVE, OrganisationState.APPLICANT]
    )
    member = Membership.objects.filter(
        user=OuterRef("user"), state__in=[MembershipState.ACTIVE, MembershipState.APPLICANT]
    )
    report = SafetyReport.objects.filter(Q(reporter=card) | Q(about=card), handled_at__isnull=True)
    used = Q(Exists(live_holds(at=at).filter(person=card)))
    for exists in (
        Exists(helps),
        Exists(answers_for),
        Exists(member),
        Exists(report),
        *(use() for use in _uses),
    ):
        used |= Q(exists)
    return used


@transaction.atomic
def _forget_reports(group: Group, *, at: datetime) -> int:
    held = live_holds(at=at).filter(person=OuterRef("reporter"))
    old = SafetyReport.objects.filter(
        group=group, handled_at__lte=at - timedelta(days=group.keep_closed_days)
    )
    kept = old.annotate(sealed_text=sealed("text")).exclude(sealed_text="").exclude(Exists(held))
    return SafetyReport.objects.filter(pk__in=kept.values("pk")).update(text="", answer="")


@transaction.atomic
def _forget_links(group: Group, *, at: datetime) -> int:
    ended = Q(expires_at__lte=at - lasts("links")) | Q(revoked_at__lte=at - lasts("links"))
    return PrivateLink.objects.filter(ended, group=group).delete()[0]


@transaction.atomic
def _forget_grants(group: Group, *, at: datetime) -> int:
    return DisclosureGrant.objects.filter(group=group, closes_at__lte=_latest(group, at)).delete()[0]


@transaction.atomic
def _forget_readings(group: Group, *, at: datetime) -> int:
    latest = _latest(group, at)
    LookedInto.objects.filter(group=group, day__lt=latest.date()).delete()
    old = Reading.objects.filter(group=group, at__lte=latest)
    return old.exclude(Exists(live_holds(at=at).filter(person=OuterRef("subject")))).delete()[0]


@transaction.atomic
def _forget_consents(group: Group, *, at: datetime) -> int:
    return Consent.objects.filter(group=group, person__anonymised_at__lte=_latest(group, at)).delete()[0]


@transaction.atomic
def _forget_holds(group: Group, *, at: datetime) -> int:
    latest = _latest(group, at)
    over = Q(ended_at__lte=latest) | Q(ended_at__isnull=True, until__lte=latest.date())
    return LegalHold.objects.filter(over, group=group).delete()[0]


def _latest(group: Group, at: datetime) -> datetime:
    return at - timedelta(days=group.keep_at_most_days)


_OWN: dict[str, Forget] = {
    "safety": _forget_reports,
    "links": _forget_links,
    "grants": _forget_grants,
    "readings": _forget_readings,
    "consents": _forget_consents,
    "holds": _forget_holds,
}
