from datetime import date, datetime

from django.db import transaction

from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.queries import list_members_with
from manyhands.apps.journal.actions import record
from manyhands.apps.people.actions.volunteers import run_changes
from manyhands.apps.privacy.actions import give_consent
from manyhands.apps.vetting.actions.agreements import agreement_purpose
from manyhands.apps.vetting.actions.telling import tell_asked, tell_waiting
from manyhands.apps.vetting.bridge import Subject, day_of, subject_of, usual_end
from manyhands.apps.vetting.models import (
    OPEN_STATES,
    Check,
    CheckState,
    Exemption,
    Requirement,
    RequirementKind,
)
from manyhands.storage.actors import Actor

State = CheckState
MOVES: frozenset[tuple[str, str]] = frozenset(
    {
        *((state, to) for state in OPEN_STATES for to in (State.MET, State.NOT_MET, State.WITHDRAWN)),
        (State.ASKED, State.SUBMITTED),
        (State.ASKED, State.IN_PROGRESS),
        (State.SUBMITTED, State.IN_PROGRESS),
    }
)
"""Whoever has decided has decided: another look is another check."""


class CheckMoveRefusedError(Exception):
    """The table of moves does not allow it: somebody else was quicker."""


class WrongSubjectError(Exception):
    """It is asked of people and this is an organisation, or the other way round; or it is not asked any more."""


class OwnCheckError(Exception):
    """Nobody decides about themselves while there is anybody else who could."""


@transaction.atomic
def ask_for(requirement: Requirement, subject: Subject, *, by: Actor, at: datetime) -> Check:
    """Ask somebody for it, for the first time or to renew it; they are told. What is open already stays as it is."""
    check = _find_open(requirement, subject)
    if check is not None:
        return check
    check = _begin(requirement, subject, State.ASKED, at=at)
    record("check.asked", check, by=by, at=at, fields=["state"])
    tell_asked(check, subject, by=by, at=at)
    return check


@transaction.atomic
def hand_in(requirement: Requirement, subject: Subject, *, by: Actor, at: datetime) -> Check:
    """They say that their part is done, asked or not. Those who check people are told."""
    check = _find_open(requirement, subject)
    if check is None:
        check = _begin(requirement, subject, State.ASKED, at=at)
    if check.state == State.ASKED:
        _move(check, State.SUBMITTED, submitted_at=at)
        record("check.submitted", check, by=by, at=at, fields=["state"])
        tell_waiting(check, by=by, at=at)
    return check


@transaction.atomic
def sign_agreement(
    requirement: Requirement, subject: Subject, *, text_shown: str, language: str, by: Actor, at: datetime
) -> Check:
    """Read and agreed to: nothing is left to look at, so it is met. The text is kept as it was shown."""
    if requirement.kind != RequirementKind.AGREEMENT:
        raise WrongSubjectError(requirement.kind)
    check = _find_open(requirement, subject) or _begin(requirement, subject, State.ASKED, at=at)
    version = requirement.agreement_version
    give_consent(
        subject.person,
        purpose=agreement_purpose(requirement.key),
        version=str(version),
        text_shown=text_shown,
        language=language,
        by=by,
        at=at,
    )
    since = day_of(subject.group, at)
    _move(
        check, State.MET, submitted_at=at, decided_at=at, valid_from=since, valid_until=usual_end(requirement, since),
        agreement_version=version,
    )  # fmt: skip
    record("check.signed", check, by=by, at=at, fields=["state", "valid_from", "valid_until"])
    run_changes(check.group_id)
    return check


@transaction.atomic
def take_up(check: Check, *, by: Actor, at: datetime) -> Check:
    check = _lock(check)
    _move(check, State.IN_PROGRESS)
    record("check.taken_up", check, by=by, at=at, fields=["state"])
    return check


@transaction.atomic
def decide(
    check: Check,
    *,
    met: bool,
    valid_from: date,
    valid_until: date | None = None,
    note: str = "",
    decided_by: Membership | None,
    by: Actor,
    at: datetime,
) -> Check:
    """Yes, from a day until a day; or no, which ends every earlier yes and exemption at once.

    `decided_by` None: a provider's answer that needs no eye of ours.
    """
    check = _lock(check)
    if decided_by is not None:
        _refuse_own(check, decided_by, at=at)
    if not met:
        _end_earlier(check, at=at)
    _move(
        check,
        State.MET if met else State.NOT_MET,
        decided_at=at,
        decided_by=decided_by,
        valid_from=valid_from if met else None,
        valid_until=valid_until if met else None,
        note=note,
    )
    record(f"check.{check.state}", check, by=by, at=at, fields=["state", "valid_from", "valid_until"])
    run_changes(check.group_id)
    return check


@transaction.atomic
def end_check(check: Check, *, note: str, decided_by: Membership, by: Actor, at: datetime) -> Check:
    """Something has come up: a yes counts no more from now on, without the time that is left after an ordinary end."""
    check = _lock(check)
    _refuse_own(check, decided_by, at=at)
    if check.state != State.MET or check.ended_at is not None:
        raise CheckMoveRefusedError(f"{check.state} -> ended")
    check.ended_at, check.note, check.decided_by = at, note, decided_by
    check.save(update_fields=["ended_at", "note", "decided_by"])
    record("check.ended", check, by=by, at=at, fields=["ended_at"])
    run_changes(check.group_id)
    return check


@transaction.atomic
def withdraw(check: Check, *, by: Actor, at: datetime) -> Check:
    check = _lock(check)
    _move(check, State.WITHDRAWN)
    record("check.withdrawn", check, by=by, at=at, fields=["state"])
    return check


def _begin(requirement: Requirement, subject: Subject, state: str, *, at: datetime) -> Check:
    if requirement.applies_to != subject.applies_to or not requirement.is_active:
        raise WrongSubjectError(requirement.key)
    check: Check = Check.objects.create(
        group_id=requirement.group_id, requirement=requirement, state=state, asked_at=at, **subject.columns
    )
    return check


def _find_open(requirement: Requirement, subject: Subject) -> Check | None:
    rows = Check.objects.select_for_update(of=("self",)).filter(
        requirement=requirement, state__in=OPEN_STATES, **subject.columns
    )
    found: Check | None = rows.first()
    return found


def _lock(check: Check) -> Check:
    related = ("requirement", "group", "person", "organisation__contact")
    locked: Check = Check.objects.select_for_update(of=("self",)).select_related(*related).get(pk=check.pk)
    return locked


def _move(check: Check, state: str, **changes: object) -> None:
    if (check.state, state) not in MOVES:
        raise CheckMoveRefusedError(f"{check.state} -> {state}")
    check.state = state
    for name, value in changes.items():
        setattr(check, name, value)
    check.save(update_fields=["state", *changes])


def _end_earlier(check: Check, *, at: datetime) -> None:
    same = {"requirement": check.requirement, **subject_of(check).columns}
    Check.objects.filter(state=State.MET, ended_at__isnull=True, **same).update(ended_at=at)
    Exemption.objects.filter(ended_at__isnull=True, **same).update(ended_at=at)


def _refuse_own(check: Check, decided_by: Membership, *, at: datetime) -> None:
    person = subject_of(check).person
    if person.user_id != decided_by.user_id or person.user_id is None:
        return
    if any(other.pk != decided_by.pk for other in list_members_with(check.group, "vetting.manage", at=at)):
        raise OwnCheckError
