"""What django-migration-linter says of our migrations: would one of them stop or break an installation that runs?

A first migration makes tables that nobody uses yet, so only later ones are looked at.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser import analyse_sql_statements

Finding = tuple[str, str]

_UNRELEASED: Final = (
    "written before the first release, so no older code runs beside it; a new column that must hold something has "
    "`db_default` since"
)
_NOT_NULL: Final = (
    "dispatch.0004_prices_of_a_run",
    "dispatch.0006_never_heard",
    "dispatch.0008_language_of_partner_asks",
    "groups.0004_leads_shared_cars_and_chance",
    "groups.0005_words_of_sharing",
    "journal.0002_chain",
    "needs.0003_leads_needed",
)

#: What is said of migrations that have landed and are not to be changed any more, and why that is no harm.
ACCEPTED: Final[dict[Finding, str]] = {
    **{(name, "NOT_NULL"): _UNRELEASED for name in _NOT_NULL},
    ("accounts.0002_second_steps_phones_and_devices", "ALTER_COLUMN"): (
        "a longer `varchar`: PostgreSQL changes that without touching a row, and older code writes shorter ones"
    ),
    **{
        (name, "CREATE_INDEX"): (
            "requests wait while it is made, less than a second for 100,000 of them; reading goes on"
        )
        for name in (
            "dispatch.0011_tasks_by_state",
            "needs.0002_index_of_the_board",
            "needs.0004_index_of_the_open_list",
        )
    },
    ("needs.0004_index_of_the_open_list", "DROP_INDEX"): (
        "the one that takes its place is made in the same transaction; taking it away waits for nobody's rows"
    ),
    ("privacy.0006_consent_texts", "DROP_COLUMN"): (
        "written before the first release; what the columns held is moved to a table of its own first, and back on the "
        "way back"
    ),
}

#: SQLite makes a table anew for each change of a column, with every NOT NULL and every unique index that it has had all
#: along. What these look for is found on PostgreSQL.
NOT_ASKED: Final = {"sqlite": ("NOT_NULL", "ADD_UNIQUE"), "postgresql": ()}
#: A matter of style.
STYLE: Final = ("RUNPYTHON_MODEL_VARIABLE_NAME",)


def is_first(migration: Migration) -> bool:
    return migration.name.startswith("0001_")


def is_ours(app_label: str) -> bool:
    return apps.is_installed(f"manyhands.apps.{app_label}") or app_label == "storage"


def lint_migrations() -> tuple[list[str], set[Finding]]:
    """The later migrations, and what is said of them on this database: `("groups.0002_…", "NOT_NULL")`."""
    excluded = (*NOT_ASKED[connection.vendor], *STYLE)
    linter = MigrationLinter(no_cache=True, no_output=True, exclude_migration_tests=excluded)
    written = dict(_statements(linter.migration_loader))
    found = {
        (named(one), code) for one, statements in written.items() for code in _codes(linter, one, statements)
    }
    return sorted(named(one) for one in written), found


def named(migration: Migration) -> str:
    return f"{migration.app_label}.{migration.name}"


def _statements(loader: MigrationLoader) -> Iterator[tuple[Migration, list[str]]]:
    """As `sqlmigrate` would print them, but the history is read once and not for each migration again."""
    state = ProjectState()
    for key in _whole_plan(loader):
        migration = loader.graph.nodes[key]
        if is_ours(migration.app_label) and not is_first(migration):
            # In a copy: models that are built already would be built again for every operation that follows.
            with (
                _beside() as other,
                other.schema_editor(collect_sql=True, atomic=False) as editor,
            ):
                migration.apply(state.clone(), editor, collect_sql=True)
            begins = ["BEGIN;"] if migration.atomic and connection.features.can_rollback_ddl else []
            yield migration, [*begins, *editor.collected_sql]
        migration.mutate_state(state, preserve=False)


@contextmanager
def _beside() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own: a test's stands in a transaction, in which SQLite changes no table."""
    other = connection.copy()
    if connection.vendor == "sqlite":
        other.settings_dict["NAME"] = ":memory:"
    try:
        yield other
    finally:
        other.close()


def _whole_plan(loader: MigrationLoader) -> list[tuple[str, str]]:
    return list(
        dict.fromkeys(key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf))
    )


def _codes(linter: MigrationLinter, migration: Migration, statements: list[str]) -> Iterator[str]:
    excluded = linter.exclude_migration_tests
    errors, _ignored, warnings = analyse_sql_statements(linter.sql_analyser_class, statements, excluded)
    more_errors, _ignored, more_warnings = linter.analyse_data_migration(migration)
    return (issue.code for issue in (*errors, *warnings, *more_errors, *more_warnings))
