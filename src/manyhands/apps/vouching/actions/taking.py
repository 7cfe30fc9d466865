"""Another group's proof is read, and what of it counts here is decided by hand, one thing after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from manyhands.apps.groups.models import Membership
from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import Person
from manyhands.apps.vetting.actions import decide, hand_in
from manyhands.apps.vetting.models import AppliesTo, Check, Requirement
from manyhands.apps.vetting.queries import Subject
from manyhands.apps.vouching.actions.giving import proof_hash
from manyhands.apps.vouching.models import IssuedProof, KnownIssuer
from manyhands.apps.vouching.queries.proofs import list_known_issuers_of
from manyhands.core.vetting.packed import unpack
from manyhands.core.vetting.proof import (
    Met,
    ProofError,
    Statement,
    key_id,
    read_key_document,
    read_unverified,
    verify,
)
from manyhands.storage.actors import Actor
from manyhands.storage.scope import opened_by_key

__all__ = ["Acceptable", "ProofError", "Taken", "accept_proof", "forget_who_trusted", "read_proof"]


@dataclass(frozen=True, slots=True)
class Acceptable:
    """One thing that a proof says, and what of ours it would meet, from today until a day; None: without end."""

    met: Met
    requirement: Requirement
    until: date | None

    @property
    def number(self) -> str:
        return str(self.requirement.pk)


@dataclass(frozen=True, slots=True)
class Taken:
    """A proof that was found to be true. `is_from_here`: of a group of this installation, and not taken back.

    `is_new_issuer`: its key was brought along, and nobody here has seen it before.
    """

    statement: Statement
    items: Sequence[Acceptable]
    others: Sequence[Met]
    is_from_here: bool
    is_new_issuer: bool


def read_proof(person: Person, text: str, *, key_document: str = "", at: datetime) -> Taken:
    """Raises ProofError; besides its own reasons also `taken_back`."""
    text = unpack(text)
    told = read_unverified(text)
    issued = _find_issued(told.id)
    known = {
        one.key_id: bytes.fromhex(one.public_key)
        for one in KnownIssuer.objects.filter(group_id=person.group_id)
    }
    brought = read_key_document(key_document) if key_document.strip() else {}
    # What this installation has signed itself counts before anything that was brought along.
    own = {key_id(key): key for key in [bytes.fromhex(issued.public_key)]} if issued else {}
    statement = verify(text, {**brought, **known, **own}, contacts=[person.email, person.phone], at=at)
    if issued is not None and issued.revoked_at is not None:
        raise ProofError("taken_back")
    items, others = _match(person, statement, at=at)
    is_new = issued is None and statement.issuer_key not in known
    return Taken(statement, items, others, issued is not None, is_new)


@transaction.atomic
def accept_proof(
    person: Person,
    text: str,
    *,
    key_document: str = "",
    chosen: Sequence[str],
    decided_by: Membership,
    by: Actor,
    at: datetime,
) -> list[Check]:
    """Read it again, and let what was chosen of it count here until the day that its group has said."""
    taken = read_proof(person, text, key_document=key_document, at=at)
    if taken.is_new_issuer:
        _remember_issuer(person, taken.statement, key_document, added_by=decided_by, at=at)
    checks = []
    for item in taken.items:
        if item.number in chosen:
            check = hand_in(item.requirement, Subject(person), by=by, at=at)
            check = decide(
                check,
                met=True,
                valid_from=_day(person, at),
                valid_until=item.until,
                decided_by=decided_by,
                by=by,
                at=at,
            )
            Check.objects.filter(pk=check.pk).update(
                provider="proof", provider_reference=f"{taken.statement.issuer_name}: {taken.statement.id}"
            )
            checks.append(check)
    record("proof.accepted", person, by=by, at=at, fields=["met"])
    return checks


def forget_who_trusted(person: Person, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 - as all are called
    """Registered with `privacy`: the group goes on trusting the key, and nobody reads any more who wrote it down."""
    list_known_issuers_of(person).update(added_by=None)


def _find_issued(number: str) -> IssuedProof | None:
    hashed = proof_hash(number)
    with opened_by_key(hashed):
        found: IssuedProof | None = IssuedProof.across_groups.filter(token_hash=hashed).first()
    return found


def _match(person: Person, statement: Statement, *, at: datetime) -> tuple[list[Acceptable], list[Met]]:
    today = _day(person, at)
    ours = Requirement.objects.filter(group_id=person.group_id, is_active=True, applies_to=AppliesTo.PERSON)
    by_kind = {requirement.kind: requirement for requirement in ours.order_by("-position")}
    items, others = [], []
    for met in statement.list_good(today):
        requirement = by_kind.get(met.kind)
        if requirement is None:
            others.append(met)
        else:
            items.append(Acceptable(met, requirement, _until(met, requirement, today)))
    return items, others


def _until(met: Met, requirement: Requirement, today: date) -> date | None:
    """No longer than its group has said, nor than it would have counted here from today."""
    days = requirement.validity_days
    ends = [end for end in (met.until, days and today + timedelta(days=days)) if end]
    return min(ends, default=None)


def _remember_issuer(
    person: Person, statement: Statement, key_document: str, *, added_by: Membership, at: datetime
) -> None:
    key = read_key_document(key_document)[statement.issuer_key]
    KnownIssuer.objects.get_or_create(
        group_id=person.group_id,
        key_id=statement.issuer_key,
        defaults={
            "public_key": key.hex(),
            "name": statement.issuer_name[:160],
            "added_by": added_by,
            "added_at": at,
        },
    )


def _day(person: Person, at: datetime) -> date:
    return at.astimezone(person.group.zone).date()
