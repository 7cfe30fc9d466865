"""What is forgotten does not stay readable in the log beside SQLite's file."""

import os
import subprocess
import sys

_WRITE_AND_FORGET = """
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.db import connection, transaction
from manyhands.storage.forgetting import empty_log

log = Path(str(settings.DATABASES["default"]["NAME"]) + "-wal")
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE told (word text)")
    cursor.execute("INSERT INTO told VALUES ('canarycanary')")
print(b"canarycanary" in log.read_bytes())
with transaction.atomic():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM told")
    empty_log()
print(b"canarycanary" in log.read_bytes() + log.with_name(log.name[:-4]).read_bytes())
"""


def test_the_log_is_emptied_with_the_transaction_that_forgets(tmp_path):
    database = tmp_path / "log.sqlite3"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "manyhands.config.settings",
        "MANYHANDS_TESTING": "yes",
        "MANYHANDS_DATABASE_URL": f"sqlite:///{database}",
    }

    said = subprocess.run(
        [sys.executable, "-c", _WRITE_AND_FORGET], check=True, capture_output=True, text=True, env=environment
    )

    assert said.stdout.split() == ["True", "False"]
