from django.db import models

from manyhands.apps.groups.models import Membership
from manyhands.apps.people.models import Person
from manyhands.storage.fields import EncryptedTextField
from manyhands.storage.managers import GroupScopedModel


class ProofKey(GroupScopedModel):
    """What a group signs with. The newest that is not retired signs; all are published, so that old proofs hold."""

    public_key = models.CharField(max_length=64, unique=True)
    private_key = EncryptedTextField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Privacy:
        public = ("public_key", "made_at", "retired_at")
        secret = ("private_key",)


class IssuedProof(GroupScopedModel):
    """That a proof was given, and whether it was taken back; not what it says.

    Found by its own number alone, also by another group of this installation: only a proof itself tells that number.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    public_key = models.CharField(max_length=64)
    until = models.DateField()
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    opened_by = "token_hash"
    across_groups = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["group", "person"], name="issued_proof_person")]

    class Privacy:
        staff = ("person", "until", "issued_at", "revoked_at")
        secret = ("token_hash", "public_key")


class KnownIssuer(GroupScopedModel):
    """Another group's public key that somebody here has found to be theirs."""

    key_id = models.CharField(max_length=32)
    public_key = models.CharField(max_length=64)
    name = models.CharField(max_length=160)
    added_by = models.ForeignKey(Membership, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "key_id"], name="known_issuer_once")]

    class Privacy:
        staff = ("key_id", "public_key", "name", "added_by", "added_at")
