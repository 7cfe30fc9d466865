"""What is forgotten in the tables must not stay in the database's own log."""

from django.db import connection, transaction


def empty_log() -> None:
    """Once this transaction is over. SQLite keeps changed pages in a log beside its file, where what a page held
    before can be read until the log begins anew; secure_delete reaches only the file.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(_empty_log)


def _empty_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
