"""Whose rows may be read and written right now.

The scope is a *set* of group ids: one for a page of a group, several for a volunteer's own list. A query on a
group's data outside any scope raises, so that forgetting the question "whose?" is an error and never a leak.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

logger = logging.getLogger(__name__)


class ScopeError(RuntimeError):
    """A group's data was touched without saying whose, or outside what was said."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Either the named groups, or every group for one named system role."""

    group_ids: frozenset[int]
    system_role: str = ""

    def allows(self, group_id: int | None) -> bool:
        return bool(self.system_role) or group_id in self.group_ids

    def contains(self, other: "Scope") -> bool:
        if self.system_role:
            return True
        return not other.system_role and other.group_ids <= self.group_ids


class Telling(NamedTuple):
    """What a database that keeps groups apart by itself is told: the scope, and what opens a single row before it."""

    groups: str = ""
    system: str = ""
    key: str = ""
    user: str = ""


_scope: ContextVar[Scope | None] = ContextVar("manyhands_scope", default=None)
_NOTHING_OPENED = Telling()
_opened: ContextVar[Telling] = ContextVar("manyhands_opened", default=_NOTHING_OPENED)


def find_scope() -> Scope | None:
    return _scope.get()


def get_scope() -> Scope:
    scope = _scope.get()
    if scope is None:
        raise ScopeError("No group scope is set: wrap this in group_scope(...) or system_scope(...).")
    return scope


@contextmanager
def group_scope(*group_ids: int) -> Iterator[Scope]:
    """Reads and writes inside see these groups only. Inside another scope it may narrow, never widen."""
    if not group_ids:
        raise ScopeError("group_scope() needs at least one group.")
    with _entered(Scope(frozenset(group_ids))) as scope:
        yield scope


@contextmanager
def system_scope(role: str) -> Iterator[Scope]:
    """Every group, for one named task of the system (a sweep, a migration). Each use leaves a line in the log."""
    if not role:
        raise ScopeError("A system scope needs the name of its role.")
    logger.info("system scope: %s", role)
    with _entered(Scope(frozenset(), system_role=role)) as scope:
        yield scope


@contextmanager
def opened_by_key(hashed: str) -> Iterator[None]:
    """The row whose hashed token this is may be found before its group is known: a link, an invite, a program."""
    with _opened_with(_opened.get()._replace(key=hashed)):
        yield


@contextmanager
def opened_by_user(user_id: int) -> Iterator[None]:
    """One person's own memberships may be found in whichever groups they are."""
    with _opened_with(_opened.get()._replace(user=str(user_id))):
        yield


@contextmanager
def _opened_with(telling: Telling) -> Iterator[None]:
    token = _opened.set(telling)
    try:
        yield
    finally:
        _opened.reset(token)


def find_telling() -> Telling:
    """What the database is told at this moment; nothing, when there is no scope."""
    scope, opened = _scope.get(), _opened.get()
    if scope is None:
        return opened
    groups = ",".join(str(group_id) for group_id in sorted(scope.group_ids))
    return opened._replace(groups=groups, system=scope.system_role)


@contextmanager
def scope_to_be_filled(place: Any) -> Iterator[None]:
    """While SQL is made that runs later (`storage.prepared`): `place` stands where the group's number will."""
    token = _scope.set(Scope(frozenset({place})))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def _entered(scope: Scope) -> Iterator[Scope]:
    outer = _scope.get()
    if outer is not None and not outer.contains(scope):
        raise ScopeError("A scope inside another scope may only narrow it.")
    token = _scope.set(scope)
    try:
        yield scope
    finally:
        _scope.reset(token)
