from typing import ClassVar

from django.db import models

from manyhands.storage.append_only import AppendOnly
from manyhands.storage.managers import ScopedManager


class JournalHead(models.Model):
    """The last number given in a group, and the hash of its line (nothing before the first).

    Locked while an entry is written, so numbers have no gaps. The database copies the hash from the line.
    """

    group_id = models.BigIntegerField(unique=True)
    last_number = models.BigIntegerField(default=0)
    last_hash = models.BinaryField(default=bytes)

    class Privacy:
        staff = ("group_id", "last_number", "last_hash")


class Entry(models.Model):
    """One thing that happened. `fields` holds names of fields, never values.

    Each line is chained to the one before it (`core.privacy.chain`), and the database refuses to change or delete one.
    A seal is the salt beside a number, or what the number was sealed as once it is erased.
    """

    group_id = models.BigIntegerField()
    number = models.BigIntegerField()
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    actor_id = models.BigIntegerField(null=True)
    actor_role = models.CharField(max_length=40, blank=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.BigIntegerField(null=True)
    fields = models.JSONField(default=list)
    actor_seal = models.BinaryField()
    subject_seal = models.BinaryField()
    chain_hash = models.BinaryField()

    append_only: ClassVar[AppendOnly] = AppendOnly(
        table="journal_entry",
        columns=(
            "id", "group_id", "number", "at", "actor_kind", "actor_id", "actor_role", "verb", "subject_kind",
            "subject_id", "fields", "actor_seal", "subject_seal", "chain_hash",
        ),
        erasable=(("actor_id", "actor_seal"), ("subject_id", "subject_seal")),
        head="journal_journalhead",
    )  # fmt: skip

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group_id", "number"], name="journal_number_once")]
        indexes = [models.Index(fields=["group_id", "subject_kind", "subject_id"], name="journal_by_subject")]

    class Privacy:
        staff = (
            "group_id", "number", "at", "actor_kind", "actor_id", "actor_role",
            "verb", "subject_kind", "subject_id", "fields", "chain_hash",
        )  # fmt: skip
        secret = ("actor_seal", "subject_seal")
