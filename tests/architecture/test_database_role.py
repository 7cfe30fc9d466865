"""The role that serves people owns nothing and is bound by row-level security; so is the one the tests run as."""

import os
import subprocess
import sys

import pytest
from django.db import ProgrammingError, connection, transaction

from manyhands.apps.accounts.models import User

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def ask(question: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchall()


def test_it_is_no_superuser_and_cannot_bypass_rules():
    question = (
        "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )

    assert ask(question) == [(False, False, False, False)]


def test_it_owns_nothing():
    assert ask("SELECT relname FROM pg_class WHERE relowner = current_user::regrole") == []


def test_it_cannot_create_tables():
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ask("CREATE TABLE mine (id integer)")


def test_it_cannot_switch_rules_off():
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic():
        ask(f"ALTER TABLE {User._meta.db_table} DISABLE ROW LEVEL SECURITY")


def test_it_can_read_and_write_rows():
    assert User.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_tables_can_be_emptied_between_tests():
    assert User.objects.count() == 0


WHO_AM_I = """
import django
django.setup()
from django.db import connection
with connection.cursor() as cursor:
    print(cursor.execute("SELECT current_user").fetchone()[0])
"""


def test_it_may_come_in_without_any_password():
    """The machine itself says who asks: there is nothing that could be stolen and used elsewhere."""
    folder = os.environ.get("MANYHANDS_TEST_SOCKET_FOLDER")
    if not folder:
        pytest.skip("needs a cluster that knows us by the machine: make test-postgres")

    def come_in(role):
        settings = {
            **os.environ,
            "MANYHANDS_DATABASE_URL": f"postgresql://{role}@/manyhands",
            "PGHOST": folder,
            "PGPORT": os.environ["MANYHANDS_TEST_SOCKET_PORT"],
        }
        asked = [sys.executable, "-c", WHO_AM_I]
        return subprocess.run(asked, env=settings, capture_output=True, text=True, check=False)

    assert come_in("manyhands_app").stdout == "manyhands_app\n"
    assert "no password supplied" in come_in("manyhands_owner").stderr
