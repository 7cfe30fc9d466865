"""Tables that are only added to, and the database itself refuses anything else, on PostgreSQL and SQLite.

What erasing a person needs stays possible: a number may be thrown away where what sealed it becomes longer, which is
how a salt turns into a commitment (`core.privacy.chain`). Whoever owns the tables can lift the rule, as they can
change the rows in a file; what shows that is the chain, and a hash of it that is kept elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """What a model says of its table (attribute `append_only`).

    `erasable` pairs each number that may be thrown away with its seal. A fresh row's hash is copied to the row of its
    group in `head`, in the statement that adds it: writing costs no query more for it.
    """

    table: str
    columns: tuple[str, ...]
    erasable: tuple[tuple[str, str], ...]
    head: str


def install_append_only(connection: BaseDatabaseWrapper, rules: AppendOnly) -> None:
    """As the owner of the tables; may run again. SQLite loses triggers whenever a table is made anew."""
    with connection.cursor() as cursor:
        for statement in [*_removing(connection.vendor, rules), *_adding(connection.vendor, rules)]:
            cursor.execute(statement)


def remove_append_only(connection: BaseDatabaseWrapper, rules: AppendOnly) -> None:
    with connection.cursor() as cursor:
        for statement in _removing(connection.vendor, rules):
            cursor.execute(statement)


def list_append_only() -> list[AppendOnly]:
    return [model.append_only for model in apps.get_models() if hasattr(model, "append_only")]


def install_all_append_only(connection: BaseDatabaseWrapper) -> None:
    for rules in list_append_only():
        install_append_only(connection, rules)


def _removing(vendor: str, rules: AppendOnly) -> Iterator[str]:
    on = f' ON "{rules.table}"' if vendor == "postgresql" else ""
    for purpose in ("keeps_rows", "keeps_values", "moves_head"):
        yield f'DROP TRIGGER IF EXISTS "{rules.table}_{purpose}"{on}'


def _adding(vendor: str, rules: AppendOnly) -> Iterator[str]:
    if vendor == "postgresql":
        yield from _adding_on_postgresql(rules)
    else:
        yield from _adding_on_sqlite(rules)


# All names below are those of our own tables and columns.
def _adding_on_sqlite(rules: AppendOnly) -> Iterator[str]:
    refuse = f"SELECT RAISE(ABORT, '{rules.table} is only added to')"
    table = f'"{rules.table}"'
    yield f'CREATE TRIGGER "{rules.table}_keeps_rows" BEFORE DELETE ON {table} BEGIN {refuse}; END'
    yield (
        f'CREATE TRIGGER "{rules.table}_keeps_values" BEFORE UPDATE ON {table} '
        f"WHEN NOT ({_is_harmless(rules, same='IS')}) BEGIN {refuse}; END"
    )
    its_head = "group_id = NEW.group_id AND last_number = NEW.number"
    move = f'UPDATE "{rules.head}" SET last_hash = NEW.chain_hash WHERE {its_head}'  # noqa: S608
    yield f'CREATE TRIGGER "{rules.table}_moves_head" AFTER INSERT ON {table} BEGIN {move}; END'


def _adding_on_postgresql(rules: AppendOnly) -> Iterator[str]:
    table = f'"{rules.table}"'
    yield (
        f'CREATE OR REPLACE FUNCTION "{rules.table}_refuses"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"RAISE EXCEPTION '{rules.table} is only added to' USING ERRCODE = 'restrict_violation'; END $$"
    )
    its_head = "head.group_id = fresh.group_id AND head.last_number = fresh.number"
    move = f'UPDATE "{rules.head}" head SET last_hash = fresh.chain_hash FROM fresh WHERE {its_head}'  # noqa: S608
    yield (
        f'CREATE OR REPLACE FUNCTION "{rules.table}_moves_head"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN '
        f"{move}; RETURN NULL; END $$"
    )
    yield (
        f'CREATE TRIGGER "{rules.table}_keeps_rows" BEFORE DELETE ON {table} '
        f'FOR EACH ROW EXECUTE FUNCTION "{rules.table}_refuses"()'
    )
    yield (
        f'CREATE TRIGGER "{rules.table}_keeps_values" BEFORE UPDATE ON {table} '
        f"FOR EACH ROW WHEN (NOT ({_is_harmless(rules, same='IS NOT DISTINCT FROM')})) "
        f'EXECUTE FUNCTION "{rules.table}_refuses"()'
    )
    yield (
        f'CREATE TRIGGER "{rules.table}_moves_head" AFTER INSERT ON {table} REFERENCING NEW TABLE AS fresh '
        f'FOR EACH STATEMENT EXECUTE FUNCTION "{rules.table}_moves_head"()'
    )


def _is_harmless(rules: AppendOnly, *, same: str) -> str:
    """The condition under which a changed row may stay."""
    may_go = {column for pair in rules.erasable for column in pair}
    kept = [f"OLD.{column} {same} NEW.{column}" for column in rules.columns if column not in may_go]
    erased = [
        f"((OLD.{number} {same} NEW.{number} AND OLD.{seal} {same} NEW.{seal}) OR "
        f"(NEW.{number} IS NULL AND OLD.{number} IS NOT NULL AND length(NEW.{seal}) > length(OLD.{seal})))"
        for number, seal in rules.erasable
    ]
    return " AND ".join([*kept, *erased])
