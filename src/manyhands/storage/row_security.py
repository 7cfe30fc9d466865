"""Rules in the database itself that keep groups apart, for PostgreSQL; SQLite has none.

A row is seen and written only where its group is in the scope that the connection was told (`storage.postgresql`).
Forgetting to filter then finds nothing, instead of everybody.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey, Model

# Nearly always the scope is one group, and is compared as it was told. To read the setting in a query of its own, once
# for a statement, costs less for each row and more in all: each table of each statement would have two to plan.
_IN_SCOPE = (
    "CASE coalesce(current_setting('manyhands.groups', true), '') "
    "WHEN group_id::text THEN true "
    "WHEN '' THEN nullif(current_setting('manyhands.system', true), '') IS NOT NULL "
    "ELSE group_id = ANY (string_to_array(current_setting('manyhands.groups', true), ',')::bigint[]) END"
)
_OPENERS = {
    "token_hash": "token_hash = nullif(current_setting('manyhands.key', true), '')",
    "user_id": "user_id = nullif(current_setting('manyhands.user', true), '')::bigint",
    "anybody": "true",
}


class RowSecurityError(RuntimeError):
    """The database does not keep groups apart by itself. The message says what to do."""


class Policy(NamedTuple):
    """One rule of one table: what it is for, and which rows."""

    table: str
    name: str
    command: str
    condition: str

    @property
    def statements(self) -> tuple[str, ...]:
        check = "" if self.command == "SELECT" else f" WITH CHECK ({self.condition})"
        return (
            f'DROP POLICY IF EXISTS {self.name} ON "{self.table}"',
            f'CREATE POLICY {self.name} ON "{self.table}" FOR {self.command} USING ({self.condition}){check}',
        )


def list_policies() -> list[Policy]:
    """For every table with rows of a group, and for those that only connect such rows."""
    return [policy for model in apps.get_models(include_auto_created=True) for policy in _policies_of(model)]


def is_of_a_group(model: type[Model]) -> bool:
    return any(field.attname == "group_id" for field in model._meta.concrete_fields)


def install_row_security() -> None:
    """As the owner of the tables, after migrating; may run again. Binds the owner too."""
    if connection.vendor != "postgresql":
        return
    policies = list_policies()
    with connection.cursor() as cursor:
        for table in sorted({policy.table for policy in policies}):
            cursor.execute(f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY')
            cursor.execute(f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY')
        for policy in policies:
            for statement in policy.statements:
                cursor.execute(statement)


def check_row_security() -> None:
    """Refuse to serve where a mistake of ours would show one group's people to another.

    Raises:
        RowSecurityError: when the role steps around the rules, or a table has none.
    """
    if connection.vendor != "postgresql":
        return
    if _is_role_too_strong():
        raise RowSecurityError(
            "The database role is a superuser or may bypass row security, so nothing would keep groups apart. "
            "Use the app role of docs/guides/roles.sql in MANYHANDS_DATABASE_URL."
        )
    bare = _bare_tables()
    if bare:
        raise RowSecurityError(
            f"These tables do not keep groups apart: {', '.join(bare)}. Run `manyhands migrate` as the owner."
        )


def _is_role_too_strong() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _bare_tables() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND relrowsecurity AND relforcerowsecurity"
        )
        guarded = {name for (name,) in cursor.fetchall()}
    return sorted({policy.table for policy in list_policies()} - guarded)


def _policies_of(model: type[Model]) -> Iterator[Policy]:
    table = model._meta.db_table
    if is_of_a_group(model):
        yield Policy(table, "in_scope", "ALL", _IN_SCOPE)
        yield from _openings(table, getattr(model, "opened_by", ""))
    elif model._meta.auto_created:
        yield from _connection(model, table)


def _openings(table: str, opened_by: str) -> Iterator[Policy]:
    if not opened_by:
        return
    yield Policy(table, "opened", "SELECT", _OPENERS[opened_by])
    if opened_by == "token_hash":
        yield Policy(table, "opened_once", "UPDATE", _OPENERS[opened_by])


def _connection(model: type[Model], table: str) -> Iterator[Policy]:
    """A row that only says "these two belong together" is seen by whoever sees the first of them."""
    owner: Any = next(
        (
            field
            for field in model._meta.concrete_fields
            if isinstance(field, ForeignKey) and is_of_a_group(field.related_model)
        ),
        None,
    )
    if owner is not None:
        other = owner.related_model._meta.db_table
        # Names of tables from our own models.
        condition = f'EXISTS (SELECT 1 FROM "{other}" owner WHERE owner.id = "{table}".{owner.column})'  # noqa: S608
        yield Policy(table, "of_its_owner", "ALL", condition)
