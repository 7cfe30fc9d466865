"""Every later migration is taken back, made again and taken back with rows in the tables, then all are made again.

After each step the rows of the tables that were there before and are there still must be the same, in every column that
was there before and is there still; made again, the tables must be made as they were. What a step drops by its nature
(its own tables and columns) comes back empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from manyhands.storage.scope import system_scope
from tests.schema.contents import Rows, read_rows, read_schema
from tests.schema.linting import is_first, is_ours, named

#: Migrations that are there to change rows: which columns, and why.
CHANGES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "groups.0006_who_checks_people": {"groups_role": ("permissions",)},
    "journal.0003_chained_and_only_added_to": {
        "journal_entry": ("actor_seal", "subject_seal", "chain_hash"),
        "journal_journalhead": ("last_hash",),
    },
}
#: Migrations that cannot be taken back, and why. None.
IRREVERSIBLE: Final[dict[str, str]] = {}


@dataclass
class Walked:
    migrations: list[str] = field(default_factory=list)
    steps: int = 0
    rows_compared: int = 0
    problems: list[str] = field(default_factory=list)
    rows: Rows = field(default_factory=read_rows)

    def go(self, migration: Migration, *, back: bool) -> None:
        """One step, and what it did to the rows that it should have left alone."""
        with system_scope("walk a migration"):
            MigrationExecutor(connection).migrate(None, plan=[(migration, back)])
        self.steps += 1
        step = f"{named(migration)} {'back' if back else 'forth'}"
        before, after = self.rows, read_rows()
        self.rows = after
        self.rows_compared += sum(len(rows) for table, rows in before.items() if table in after)
        self.problems += [
            f"{step}: {what}" for what in _differences(before, after, CHANGES.get(named(migration), {}))
        ]


def walk() -> Walked:
    walked = Walked()
    taken_back: list[Migration] = []
    while migration := _next_back():
        made = read_schema()
        walked.go(migration, back=True)
        walked.go(migration, back=False)
        walked.problems += [f"{named(migration)} made again: {one}" for one in made ^ read_schema()]
        walked.go(migration, back=True)
        taken_back.append(migration)
    for migration in reversed(taken_back):
        walked.go(migration, back=False)
    walked.migrations = [named(one) for one in taken_back]
    return walked


def _next_back() -> Migration | None:
    """One that no other stands on. A first one, whose rows go with it, only when it stands on a later one."""
    loader = MigrationLoader(connection)
    graph, made = loader.graph, set(loader.applied_migrations)
    later = {key for key in made if is_ours(key[0]) and not is_first(graph.nodes[key])}
    free = sorted(key for key in made if is_ours(key[0]) and not _stand_on(loader, key) & made)
    chosen = [key for key in free if key in later] or [
        key for key in free if later & set(graph.forwards_plan(key))
    ]
    return graph.nodes[chosen[0]] if chosen else None


def _stand_on(loader: MigrationLoader, key: tuple[str, str]) -> set[tuple[str, str]]:
    return {child.key for child in loader.graph.node_map[key].children}


def _differences(before: Rows, after: Rows, changes: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for table in before.keys() & after.keys():
        old, new = before[table], after[table]
        if old.keys() != new.keys():
            yield f"{table}: {len(old.keys() - new.keys())} rows gone, {len(new.keys() - old.keys())} come"
        changed = {
            column
            for key in old.keys() & new.keys()
            for column in old[key].keys() & new[key].keys()
            if old[key][column] != new[key][column]
        }
        yield from (f"{table}.{column} changed" for column in sorted(changed - set(changes.get(table, ()))))
