from django.db import models

from manyhands.storage.managers import ScopedManager


class JournalHead(models.Model):
    """The last number given in a group. Locked while an entry is written, so numbers have no gaps."""

    group_id = models.BigIntegerField(unique=True)
    last_number = models.BigIntegerField(default=0)

    class Privacy:
        staff = ("group_id", "last_number")


class Entry(models.Model):
    """One thing that happened. `fields` holds names of fields, never values."""

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

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group_id", "number"], name="journal_number_once")]
        indexes = [models.Index(fields=["group_id", "subject_kind", "subject_id"], name="journal_by_subject")]

    class Privacy:
        staff = (
            "group_id", "number", "at", "actor_kind", "actor_id", "actor_role",
            "verb", "subject_kind", "subject_id", "fields",
        )  # fmt: skip
