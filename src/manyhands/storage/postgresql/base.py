"""Django's own backend, which besides tells the database whose rows may be seen."""

import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base, operations
from django.db.backends.utils import CursorWrapper
from psycopg import ClientCursor, DataError, ServerCursor
from psycopg.pq import TransactionStatus
from psycopg.sql import quote

from manyhands.storage.scope import Telling, find_telling

_NOTHING = Telling()
_ONE_AT_A_TIME = (ServerCursor, base.ServerBindingCursor)


class DatabaseOperations(operations.DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """As it was asked, without what went before it; nothing where it could not be sent."""
        with suppress(DataError):
            return str(self.compose_sql(sql, params))
        return ""


class DatabaseWrapper(base.DatabaseWrapper):
    """Each statement runs with the scope of its moment.

    What is told holds until the end of the transaction, so that nothing of it stays on a connection that a pool gives
    to somebody else. It goes in one message with the first statement that needs it: outside any transaction, the two
    are one to PostgreSQL. So do the marks where a part of a transaction begins and ends: an action is made of many
    actions, and each message costs as much as a small query.

    The methods with a type ignored are Django's, only its stubs leave them out.
    """

    ops_class = DatabaseOperations
    # What this transaction knows; None when a rollback may have taken some of it back.
    _known: Telling | None = _NOTHING

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Marks that wait for the next statement.
        self._marks: list[str] = []
        self._tells = True

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return _CursorInScope(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> base.CursorDebugWrapper:
        return _WatchedCursorInScope(cursor, self)

    def run_in_scope(self, execute: Callable[..., Any], cursor: CursorWrapper, sql: str, params: Any) -> Any:
        telling = find_telling()
        if (telling == self._known and not self._marks) or not self._tells:
            return execute(sql, params)
        if isinstance(cursor.cursor, _ONE_AT_A_TIME):
            return self.run_after(lambda: execute(sql, params))
        first = [*self._marks, *self._news(telling)]
        said = "".join(first)
        answer = execute(f"{said if params is None else said.replace('%', '%%')}{sql}", params)
        for _one in first:
            cursor.nextset()
        self._has_heard(telling)
        return answer

    def run_after(self, run: Callable[[], Any]) -> Any:
        """What takes no other statement beside it gets a transaction in which all has been told."""
        telling = find_telling()
        if (telling == self._known and not self._marks) or not self._tells:
            return run()
        with transaction.atomic(using=self.alias) if self.get_autocommit() else nullcontext():
            with ClientCursor(self.connection) as cursor:
                cursor.execute("".join([*self._marks, *self._news(telling)]))
            self._has_heard(telling)
            return run()

    def _news(self, telling: Telling) -> list[str]:
        known: tuple[str | None, ...] = self._known or (None,) * len(telling)
        return [
            f'SET LOCAL manyhands."{name}" = {quote(value)}; '
            for name, value, before in zip(Telling._fields, telling, known, strict=True)
            if value != before
        ]

    def _has_heard(self, telling: Telling) -> None:
        self._marks.clear()
        if not self.get_autocommit():
            self._known = telling

    def _savepoint(self, sid: str) -> None:
        self._marks.append(_begin(sid))

    def _savepoint_commit(self, sid: str) -> None:
        if self._has_failed():
            # Whoever hides an error hears of it here, and not by what is missing later.
            self._marks.clear()
            with self.untold():
                super()._savepoint_commit(sid)  # type: ignore[misc]
        elif _begin(sid) in self._marks:
            # Nothing was asked since.
            del self._marks[self._marks.index(_begin(sid)) :]
        else:
            # The parts inside it end with it.
            self._marks[:] = [f'RELEASE SAVEPOINT "{sid}"; ']

    def _savepoint_rollback(self, sid: str) -> None:
        if _begin(sid) in self._marks and not self._has_failed():
            del self._marks[self._marks.index(_begin(sid)) + 1 :]
            return
        self._marks.clear()
        # After an error the database hears nothing but this.
        with self.untold():
            super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._known = None

    def _has_failed(self) -> bool:
        return bool(self.connection.pgconn.transaction_status == TransactionStatus.INERROR)

    def _commit(self) -> Any:
        self._forget()
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self._forget()
        return super()._rollback()  # type: ignore[misc]

    def _set_autocommit(self, autocommit: bool) -> None:
        self._forget()
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _close(self) -> Any:
        self._forget()
        return super()._close()  # type: ignore[misc]

    def _forget(self) -> None:
        """A transaction that begins or ends takes along what was told in it, and its marks."""
        self._known = _NOTHING
        self._marks.clear()

    @contextmanager
    def keeping_plans(self) -> Iterator[None]:
        """What is asked inside, this connection plans the first time only; so it must not matter to the plan which
        values it is asked with. The driver knows which statements a connection has planned, and lets go of old ones.
        """
        self.ensure_connection()
        connection, usual = self.connection, self.connection.cursor_factory
        connection.cursor_factory = base.ServerBindingCursor
        try:
            yield
        finally:
            connection.cursor_factory = usual

    @contextmanager
    def untold(self) -> Iterator[None]:
        """What touches nobody's rows and stands alone, as the making of an index, is of no scope."""
        self._tells = False
        try:
            yield
        finally:
            self._tells = True

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """A connection that the server has not ended while it rested in the pool.

        When the server restarts, every resting one is ended: whoever took one would get an error for nothing. The
        first to notice has all of them given up, so that nobody else meets another.
        """
        connection = super().get_new_connection(conn_params)
        pool = self.pool
        if pool is None or not _has_ended(connection):
            return connection
        connection.close()
        pool.putconn(connection)
        pool.drain()
        return super().get_new_connection(conn_params)


class _InScope:
    """The last to see a statement: whoever watches what is asked sees it without what goes before it."""

    def _execute(self: Any, sql: str, params: Any, *_context: Any) -> Any:
        return self.db.run_in_scope(super()._execute, self, sql, params)  # type: ignore[misc]

    def _executemany(self: Any, sql: str, param_list: Any, *_context: Any) -> Any:
        return self.db.run_after(lambda: super(_InScope, self)._executemany(sql, param_list))  # type: ignore[misc]


class _CursorInScope(_InScope, CursorWrapper):
    pass


class _WatchedCursorInScope(_InScope, base.CursorDebugWrapper):
    pass


def _begin(sid: str) -> str:
    return f'SAVEPOINT "{sid}"; '


def _has_ended(connection: Any) -> bool:
    """Whether the server has said something on a connection that rests: then it was goodbye.

    To look costs each request one microsecond. To ask the server (psycopg's `check_connection`) costs 26 and the way
    there and back, and finds no more: a machine that vanished without a word answers neither.
    """
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return bool(watch.poll(0))
