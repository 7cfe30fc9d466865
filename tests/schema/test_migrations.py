"""Upgrading must not stop what runs. `make check-migrations-safe` also walks each migration with rows in the tables."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from tests.schema.linting import ACCEPTED, is_ours, lint_migrations, named
from tests.schema.walking import CHANGES, IRREVERSIBLE


@pytest.mark.django_db
def test_no_migration_stops_or_breaks_what_runs():
    migrations, found = lint_migrations()
    assert len(migrations) > 20
    assert found - ACCEPTED.keys() == set()
    if connection.vendor == "postgresql":
        assert {(name, code) for name, code in ACCEPTED if name in migrations} - found == set()


def test_what_cannot_be_taken_back_says_why():
    migrations = MigrationLoader(None).disk_migrations.values()
    ours = [one for one in migrations if is_ours(one.app_label)]
    no_way_back = {
        named(one) for one in ours if not all(operation.reversible for operation in one.operations)
    }
    assert no_way_back == IRREVERSIBLE.keys()
    assert CHANGES.keys() <= {named(one) for one in ours}
