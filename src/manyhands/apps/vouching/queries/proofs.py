from typing import Any

from django.db.models import Q, QuerySet

from manyhands.apps.groups.models import Membership
from manyhands.apps.people.models import Person
from manyhands.apps.people.queries import find_card_of
from manyhands.apps.vouching.models import IssuedProof, KnownIssuer


def list_proofs(person: Person) -> list[IssuedProof]:
    """Those that were given, the latest first."""
    return list(IssuedProof.objects.filter(person=person).order_by("-issued_at", "-pk"))


def find_own_proof(membership: Membership, proof_id: int) -> IssuedProof | None:
    """One that was given to this member."""
    rows = IssuedProof.objects.filter(pk=proof_id, person=find_card_of(membership))
    found: IssuedProof | None = rows.first()
    return found


def list_known_issuers_of(person: Person) -> QuerySet[Any]:
    """The keys of other groups that this person wrote down, as a member."""
    theirs = Membership.objects.filter(
        Q(pk__in=Person.objects.filter(pk=person.pk).values("volunteer__membership"))
        | Q(user__isnull=False, user=person.user_id),
        group=person.group_id,
    )
    return KnownIssuer.objects.filter(added_by__in=theirs).order_by("added_at", "pk")
