"""What stands in a database right now: how its tables are made, and every row of them."""

import functools
import re
from collections.abc import Iterator
from typing import Any, Final

from django.db import connection, transaction

from manyhands.storage.scope import system_scope

Rows = dict[str, dict[Any, dict[str, str]]]

_ON_POSTGRESQL: Final = {
    "column": """
        SELECT relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
               pg_get_expr(adbin, adrelid)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped""",
    "constraint": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}
_RULES_ON_POSTGRESQL: Final = {
    "policy": "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'",
    "trigger": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    "forced": "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class WHERE relkind = 'r'",
}


def read_schema(*, with_rules: bool = False) -> set[tuple[Any, ...]]:
    """Tables, columns, constraints and indexes; with the policies and triggers that `manyhands migrate` adds."""
    if connection.vendor == "sqlite":
        return set(_sqlite_schema(with_rules=with_rules))
    wanted = {**_ON_POSTGRESQL, **(_RULES_ON_POSTGRESQL if with_rules else {})}
    return {(kind, *row) for kind, statement in wanted.items() for row in _fetch(statement)}


def _sqlite_schema(*, with_rules: bool) -> Iterator[tuple[Any, ...]]:
    for kind, name, statement in _fetch("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"):
        if kind == "table" and not name.startswith("sqlite_"):
            body = statement[statement.index("(") + 1 : statement.rindex(")")]
            # A column that comes back stands last.
            yield kind, name, tuple(sorted(part.strip() for part in re.split(r",(?![^(]*\))", body)))
        elif kind == "index" or (kind == "trigger" and with_rules):
            yield kind, name, statement


def read_rows() -> Rows:
    """Every row of every table of every group by its key; its columns as text. Not which migrations were made."""
    with system_scope("compare rows"), transaction.atomic(), connection.cursor() as cursor:
        names = sorted(set(connection.introspection.table_names(cursor)) - {"django_migrations"})
        return {name: _rows_of(cursor, name) for name in names}


def _rows_of(cursor: Any, table: str) -> dict[Any, dict[str, str]]:
    keys = _keys_of(table)
    cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - the name of a table that is there
    columns = [column.name if hasattr(column, "name") else column[0] for column in cursor.description]
    rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
    return {
        tuple(row[key] for key in keys): {name: repr(value) for name, value in row.items()} for row in rows
    }


@functools.cache
def _keys_of(table: str) -> list[str]:
    """No migration of ours changes a key."""
    with connection.cursor() as cursor:
        return list(connection.introspection.get_primary_key_columns(cursor, table))


def _fetch(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
