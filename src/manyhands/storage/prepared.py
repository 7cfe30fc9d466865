"""Queries whose SQL is made once in each process.

Django takes a millisecond to turn a query set into SQL and a twentieth of that to run it. What every page asks is
turned into SQL once, with empty places, and filled in for each request. Only the statement is kept, never a row.

PostgreSQL can keep its plan as well (`storage.postgresql`), which takes it longer to make than to carry out.
"""

import copy
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Expression, Model, QuerySet

from manyhands.storage.scope import Scope, find_scope, scope_to_be_filled

# A list is filled up to one of these lengths with its last value, so that few statements serve all of them.
_LENGTHS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000)
# With more forms than this they are made anew: whoever turns all pages of a list shall not fill the memory.
_MOST_FORMS = 50
_SCOPE = "group in scope"


class _Place(NamedTuple):
    """Where a value goes among the parameters of a statement."""

    name: str
    nth: int = -1


class _Statement(NamedTuple):
    rows: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]


class Given(Expression):
    """A value, or a list of `length` values, that is told when the query runs."""

    def __init__(self, name: str, length: int = 0) -> None:
        super().__init__()
        self.name, self.length = name, length

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not self.length:
            return "%s", [_Place(self.name)]
        marks = ", ".join(["%s"] * self.length)
        return f"({marks})", [_Place(self.name, index) for index in range(self.length)]

    def __iter__(self) -> Iterator["_Item"]:
        return (_Item(self.name, index) for index in range(self.length))


class _Item(Expression):
    """One value of a list."""

    def __init__(self, name: str, index: int) -> None:
        super().__init__()
        self.place = _Place(name, index)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self.place]


class Prepared:
    """`build(*shape, **values)` makes the query set. It may decide by its shape; its values it only passes on.

    Values and the group in scope are filled in when it runs. What has no prepared form is built for that one time:
    under a scope of several groups or of the system, with an empty list, with a value that is None.

    `keeps_plan`: the same way leads to its rows in a group of ten and of ten thousand, so PostgreSQL need not look for
    it again.
    """

    def __init__(self, build: Callable[..., QuerySet[Any]], *, keeps_plan: bool = False) -> None:
        self._build, self._keeps_plan = build, keeps_plan
        self._statements: dict[tuple[Hashable, ...], _Statement] = {}

    def list(self, *shape: Hashable, **values: Any) -> list[Any]:
        scope = find_scope()
        filled = {name: _plain(value) for name, value in values.items()}
        if not _has_form(scope, filled):
            return list(self._build(*shape, **values))
        try:
            statement = self._statement(shape, filled, is_scoped=scope is not None)
        except EmptyResultSet:
            return []
        if scope is not None:
            (filled[_SCOPE],) = scope.group_ids
        return list(_run(statement, filled, keeps_plan=self._keeps_plan))

    def find(self, *shape: Hashable, **values: Any) -> Any:
        """The first row or None; the query itself says how many it asks for."""
        return next(iter(self.list(*shape, **values)), None)

    def _statement(
        self, shape: tuple[Hashable, ...], filled: dict[str, Any], *, is_scoped: bool
    ) -> _Statement:
        given = {name: len(value) if isinstance(value, tuple) else 0 for name, value in filled.items()}
        key = (is_scoped, *shape, *given.items())
        statement = self._statements.get(key)
        if statement is None:
            statement = self._make(shape, given, is_scoped=is_scoped)
            if len(self._statements) >= _MOST_FORMS:
                self._statements.clear()
            self._statements[key] = statement
        return statement

    def _make(self, shape: tuple[Hashable, ...], given: dict[str, int], *, is_scoped: bool) -> _Statement:
        places = {name: Given(name, length) for name, length in given.items()}
        if is_scoped:
            with scope_to_be_filled(Given(_SCOPE)):
                rows = self._build(*shape, **places)
        else:
            rows = self._build(*shape, **places)
        compiler = rows.query.get_compiler(rows.db)
        sql, params = compiler.as_sql()
        return _Statement(rows, compiler, sql, tuple(params))


def give_children(rows: Iterable[Any], name: str, children: Iterable[Any], *, parent: str) -> None:
    """What `prefetch_related` does, with children from a prepared query.

    Django makes a filter for each row, here each gets a bare list: `row.name.all()` answers, anything else raises.
    """
    found: dict[Any, list[Any]] = {row.pk: [] for row in rows}
    by_id = {row.pk: row for row in rows}
    for child in children:
        row = by_id[getattr(child, f"{parent}_id")]
        setattr(child, parent, row)
        found[row.pk].append(child)
    for row in rows:
        vars(row).setdefault("_prefetched_objects_cache", {})[name] = found[row.pk]


def _has_form(scope: Scope | None, filled: dict[str, Any]) -> bool:
    if scope is not None and (scope.system_role or len(scope.group_ids) != 1):
        return False
    return all(value is not None and value != () for value in filled.values())


def _plain(value: Any) -> Any:
    """As the database takes it; a list as a tuple of one of our lengths."""
    if isinstance(value, list | tuple | set | frozenset):
        items = tuple(_plain(item) for item in value)
        length = next((length for length in _LENGTHS if length >= len(items)), len(items))
        return items + items[-1:] * (length - len(items))
    return value.pk if isinstance(value, Model) else value


def _run(statement: _Statement, filled: dict[str, Any], *, keeps_plan: bool) -> Iterator[Any]:
    """Django's own way from the statement to rows, models and what is fetched beside them."""
    rows, compiler = statement.rows, copy.copy(statement.compiler)
    compiler.connection = connections[rows.db]
    params = tuple(_fill(param, filled, compiler.connection) for param in statement.params)
    compiler.as_sql = lambda *_args, **_kwargs: (statement.sql, params)
    found = rows.all()
    found.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
    with _keeping_plans(compiler.connection) if keeps_plan else nullcontext():
        return iter(found)


def _keeping_plans(connection: Any) -> AbstractContextManager[None]:
    """SQLite plans a statement faster than it would find the plan of before."""
    kept: AbstractContextManager[None] = (
        connection.keeping_plans() if connection.vendor == "postgresql" else nullcontext()
    )
    return kept


def _fill(param: Any, filled: dict[str, Any], connection: Any) -> Any:
    if not isinstance(param, _Place):
        return param
    value = filled[param.name]
    if param.nth >= 0:
        value = value[param.nth]
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
