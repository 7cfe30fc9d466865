"""Started as a role that nothing binds, the program refuses, before anybody can be shown anything."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.conftest import OWNER_URL

pytestmark = pytest.mark.postgres
BYPASSING = "manyhands_test_bypassing"
PATIENCE_SECONDS = 120


def url_of(role: str) -> str:
    """The same database as another role of the throw-away cluster, where all have one password."""
    owner = urlsplit(OWNER_URL)
    return owner._replace(netloc=owner.netloc.replace(str(owner.username), role, 1)).geturl()


@pytest.fixture(scope="module")
def bypassing():
    """A role that is no superuser, and still steps around every rule."""
    password = urlsplit(OWNER_URL).password
    with psycopg.connect(url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {BYPASSING} LOGIN NOSUPERUSER BYPASSRLS PASSWORD '{password}'")
        connection.execute(f"GRANT CONNECT ON DATABASE manyhands TO {BYPASSING}")
        yield url_of(BYPASSING)
        connection.execute(f"DROP OWNED BY {BYPASSING}")
        connection.execute(f"DROP ROLE {BYPASSING}")


def start(url: str, *command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "manyhands.cli.main", *command],
        env={**os.environ, "MANYHANDS_DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=False,
    )


@pytest.mark.parametrize("command", [("web", "--port", "8199"), ("worker",), ("serve", "--port", "8199")])
def test_nothing_starts_as_a_superuser(command):
    ended = start(url_of("postgres"), *command)

    assert (ended.returncode, "superuser" in ended.stderr) == (2, True), ended.stderr


@pytest.mark.parametrize("command", [("web", "--port", "8199"), ("worker",)])
def test_nothing_starts_as_a_role_that_may_bypass_the_rules(command, bypassing):
    ended = start(bypassing, *command)

    assert (ended.returncode, "may bypass row security" in ended.stderr) == (2, True), ended.stderr
    assert "docs/guides/roles.sql" in ended.stderr
