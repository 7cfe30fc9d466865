"""PostgreSQL ends every connection when it is started again: nobody who asks afterwards gets an error for it."""

import time

import pytest
from django.db import connection

from manyhands.storage.postgresql.base import DatabaseWrapper

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]
POOL = {"min_size": 1, "max_size": 4, "timeout": 10, "reconnect_timeout": 5}


def open_one():
    settings = {**connection.settings_dict, "CONN_MAX_AGE": 0}
    settings["OPTIONS"] = {**settings["OPTIONS"], "pool": POOL}
    return DatabaseWrapper(settings, alias="resting")


@pytest.fixture
def pooled():
    """Three connections as requests hold them, one pool below."""
    ours = [open_one() for _ in range(3)]
    for one in ours:
        one.ensure_connection()
    yield ours
    for one in ours:
        one.close()
    ours[0].close_pool()


def number_of(one):
    with one.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def end(numbers):
    """As the server does with all when it stops, and an operator with one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(n, 5000) FROM unnest(%s::int[]) AS n", [numbers])


def test_what_rests_is_given_out_again(pooled):
    numbers = {number_of(one) for one in pooled}
    for one in pooled:
        one.close()

    assert {number_of(one) for one in pooled} == numbers


def test_whoever_asks_after_a_restart_is_answered(pooled):
    numbers = {number_of(one) for one in pooled}
    for one in pooled:
        one.close()
    end(list(numbers))

    began = time.monotonic()
    assert not {number_of(one) for one in pooled} & numbers
    assert time.monotonic() - began < POOL["timeout"]


def test_what_ends_in_the_middle_of_a_request_is_an_error_and_the_next_is_answered(pooled):
    asking = pooled[0]
    end([number_of(asking)])

    with pytest.raises(asking.Database.OperationalError), asking.connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    asking.close()
    assert number_of(asking)
