"""What is forgotten in the tables must not stay in the database's own log."""

from datetime import datetime

from django.db import connection, transaction

from manyhands.storage.models import IdempotencyKey, RateBucket


def empty_log() -> None:
    """Once this transaction is over. SQLite keeps changed pages in a log beside its file, where what a page held
    before can be read until the log begins anew; secure_delete reaches only the file.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(_empty_log)


def _empty_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def forget_keys_and_buckets(*, keys_before: datetime, buckets_before: datetime) -> None:
    """Which forms were taken, and how often an address did something: both only count for a while."""
    IdempotencyKey.objects.filter(created_at__lt=keys_before).delete()
    RateBucket.objects.filter(updated_at__lt=buckets_before).delete()
