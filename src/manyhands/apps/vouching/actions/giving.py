"""A group signs what somebody has shown here, for another group to believe."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.journal.actions import record
from manyhands.apps.people.models import Person
from manyhands.apps.vetting.models import RequirementKind
from manyhands.apps.vetting.queries import Line, Sheet
from manyhands.apps.vouching.models import IssuedProof, ProofKey
from manyhands.core.vetting.packed import pack
from manyhands.core.vetting.proof import Met, key_document, make_key, sign, state
from manyhands.core.vetting.standing import State
from manyhands.storage.actors import Actor
from manyhands.storage.encryption import token_hash

# Read far from here, nobody sees that it was taken back: so it holds for as long as joining somewhere takes.
HOLDS_FOR = timedelta(days=60)
# What was promised here was promised to this group; and nobody knows what "something else" is elsewhere.
NOT_CARRIED = frozenset({RequirementKind.AGREEMENT, RequirementKind.OTHER})
# As many letters as a code of 117 × 117 squares (version 25) holds of which 15 % may be unreadable (level M).
MOST_SCANNED = 997
_FULLY_MET = frozenset({State.MET, State.DUE_SOON})


class NothingToSayError(Exception):
    """There is nothing that another group could believe."""


def list_carriable(sheet: Sheet) -> list[Line]:
    """What a proof can say of anybody here, once it is met."""
    return [line for line in sheet.lines if line.requirement.kind not in NOT_CARRIED]


def list_carried(sheet: Sheet) -> list[Line]:
    """What a proof would say: what is met by a yes of ours that has not ended."""
    return [
        line
        for line in list_carriable(sheet)
        if line.holding_check is not None and line.standing.state in _FULLY_MET
    ]


@transaction.atomic
def give_proof(person: Person, sheet: Sheet, *, by: Actor, at: datetime) -> str:
    """The signed text. It is theirs: we keep that there is one, and not what it says."""
    met = list(_met(sheet))
    if not met or not (person.email or person.phone):
        raise NothingToSayError
    key = _signing_key(person.group, at=at)
    public = bytes.fromhex(key.public_key)
    statement = state(
        issuer_name=person.group.name,
        issuer_url=settings.PUBLIC_URL + group_path(person.group, "vouching:proof_key"),
        public_key=public,
        subject_name=person.name,
        contacts=[person.email, person.phone],
        met=met,
        at=at,
        until=(at + HOLDS_FOR).date(),
    )
    proof = IssuedProof.objects.create(
        group_id=person.group_id,
        person=person,
        token_hash=proof_hash(statement.id),
        public_key=key.public_key,
        until=statement.until,
        issued_at=at,
    )
    record("proof.given", proof, by=by, at=at, fields=["until"])
    return sign(statement, bytes.fromhex(key.private_key))


def scannable_link(text: str) -> str:
    """What a code holds of it; "" where it would have more squares than a telephone can tell apart."""
    link = f"{settings.PUBLIC_URL}{reverse('vouching:about')}#{pack(text)}"
    return link if len(link) <= MOST_SCANNED else ""


@transaction.atomic
def take_back_proof(proof: IssuedProof, *, by: Actor, at: datetime) -> None:
    """Groups of this installation see it at once; elsewhere it ends with its time."""
    IssuedProof.objects.filter(pk=proof.pk, revoked_at__isnull=True).update(revoked_at=at)
    record("proof.taken_back", proof, by=by, at=at, fields=["revoked_at"])


def forget_proofs_of(person: Person, *, by: Actor, at: datetime) -> None:  # noqa: ARG001 - as all are called
    """Registered with `privacy`."""
    IssuedProof.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at)


def published_keys(group: Group) -> str:
    """What anybody may read to verify this group's proofs; old keys, too."""
    keys = ProofKey.objects.filter(group=group).order_by("-made_at", "-pk")
    return key_document([bytes.fromhex(key.public_key) for key in keys], name=group.name)


def proof_hash(number: str) -> str:
    return token_hash(f"proof:{number}")


def _met(sheet: Sheet) -> Iterator[Met]:
    for line in list_carried(sheet):
        if line.holding_check is not None:
            yield Met(line.requirement.kind, line.holding_check.valid_until)


def _signing_key(group: Group, *, at: datetime) -> ProofKey:
    # Two who ask at once wait for each other here, so that a group has one key.
    Group.objects.select_for_update().get(pk=group.pk)
    live = ProofKey.objects.filter(group=group, retired_at__isnull=True)
    key: ProofKey | None = live.order_by("-made_at").first()
    if key is None:
        private, public = make_key()
        key = ProofKey.objects.create(
            group=group, public_key=public.hex(), private_key=private.hex(), made_at=at
        )
    return key
