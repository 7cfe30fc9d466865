"""Django's own backend, which besides tells the database whose rows may be seen."""

import select
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base

from manyhands.storage.scope import Telling, find_telling

_TELL = (
    "SELECT set_config('manyhands.groups', %s, true), set_config('manyhands.system', %s, true), "
    "set_config('manyhands.key', %s, true), set_config('manyhands.user', %s, true)"
)
_NOTHING = Telling()


class DatabaseWrapper(base.DatabaseWrapper):
    """Each statement runs with the scope of its moment.

    What is told holds until the end of the transaction, so that nothing of it stays on a connection that a pool gives
    to somebody else. A statement outside any transaction gets one of its own where it needs a scope.

    The methods with a type ignored are Django's, only its stubs leave them out.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What this transaction knows; None when a rollback may have taken it back.
        self._told: Telling | None = None
        self.execute_wrappers.append(self._run_in_scope)

    def _run_in_scope(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        telling = find_telling()
        if not self.get_autocommit():
            self._tell(telling)
            return execute(sql, params, many, context)
        if telling == _NOTHING:
            return execute(sql, params, many, context)
        with transaction.atomic(using=self.alias):
            self._tell(telling)
            return execute(sql, params, many, context)

    def _tell(self, telling: Telling) -> None:
        if self._told == telling or (self._told is None and telling == _NOTHING and self._is_fresh):
            return
        with self.connection.cursor() as cursor:
            cursor.execute(_TELL, telling)
        self._told, self._is_fresh = telling, False

    # Whether nothing has been told since the transaction began: then there is nothing to take back.
    _is_fresh = True

    def _commit(self) -> Any:
        self._forget(is_fresh=True)
        return super()._commit()  # type: ignore[misc]

    def _rollback(self) -> Any:
        self._forget(is_fresh=True)
        return super()._rollback()  # type: ignore[misc]

    def _savepoint(self, sid: str) -> None:
        with self.untold():
            super()._savepoint(sid)  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        # After an error the database hears nothing but this.
        with self.untold():
            super()._savepoint_rollback(sid)  # type: ignore[misc]
        self._forget(is_fresh=False)

    def _savepoint_commit(self, sid: str) -> None:
        with self.untold():
            super()._savepoint_commit(sid)  # type: ignore[misc]

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

    @contextmanager
    def untold(self) -> Iterator[None]:
        """What touches nobody's rows, as the beginning or the end of a part of a transaction, is of no scope, and gets
        no transaction of its own.
        """
        self.execute_wrappers.remove(self._run_in_scope)
        try:
            yield
        finally:
            self.execute_wrappers.insert(0, self._run_in_scope)

    def _set_autocommit(self, autocommit: bool) -> None:
        self._forget(is_fresh=True)
        super()._set_autocommit(autocommit)  # type: ignore[misc]

    def _close(self) -> Any:
        self._forget(is_fresh=True)
        return super()._close()  # type: ignore[misc]

    def _forget(self, *, is_fresh: bool) -> None:
        self._told, self._is_fresh = None, is_fresh


def _has_ended(connection: Any) -> bool:
    """Whether the server has said something on a connection that rests: then it was goodbye.

    To look costs each request one microsecond. To ask the server (psycopg's `check_connection`) costs 26 and the way
    there and back, and finds no more: a machine that vanished without a word answers neither.
    """
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return bool(watch.poll(0))
