"""Makes one request, looks at everything that came of it, and takes it back."""

import hashlib
import logging
import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from django.http import HttpResponse
from django.test import Client

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.models import Group
from manyhands.apps.journal.models import Entry
from manyhands.storage.row_security import is_of_a_group
from manyhands.storage.scope import find_scope, system_scope
from manyhands.web.logging import RedactingFormatter
from tests.tenancy.asks import POST, Ask
from tests.tenancy.canaries import account_mark
from tests.tenancy.tenants import HOST, Tenant

SERVER_ERROR = 500
ACCOUNT = b"acc"
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# Nobody may read these in a log, whose words they are.
LINE = RedactingFormatter("%(levelname)s %(name)s %(message)s")


class Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(LINE.format(record))


class Watch:
    """Every request begins in the same world: whatever it did is looked at and rolled back."""

    def __init__(self, tenants: list[Tenant]) -> None:
        self.tenants = tenants
        self.client = Client(raise_request_exception=False, headers={"host": HOST})
        self.listener = Listener()
        # In place of the console: some of what is tried is meant to be refused.
        logging.getLogger().handlers = [self.listener]
        self._tables = {model._meta.db_table: model for model in _models_of_groups()}
        self._group_ids = {one.number: one.group.pk for one in tenants}
        self._group_ids |= {one.number + 5: one.partner.pk for one in tenants}
        self._marks = {
            one.number: [*one.marks, account_mark(one.number).encode(), *_secrets(one)] for one in tenants
        }
        self._marks |= {one.number + 5: [f"zq{one.number + 5}prv".encode()] for one in tenants}
        with system_scope("check tenants"):
            self._shared_users = _users_of_several()
            self.before = {
                (table, number): self._digest(table, number)
                for table in self._tables
                for number in self._group_ids
            }

    def ask(self, ask: Ask) -> tuple[HttpResponse, list[str]]:
        """The answer, and what is wrong with it."""
        self.listener.lines.clear()
        written: set[str] = set()
        with transaction.atomic():
            with connection.execute_wrapper(_noting(written)):
                response = self._send(ask)
            body = response.getvalue() if response.streaming else response.content
            if response.status_code >= SERVER_ERROR:
                problems = [f"answers {response.status_code}: {self.listener.lines[-1:]}"]
            else:
                problems = [*self._seen(ask, response, body), *self._changed(ask, written)]
            transaction.set_rollback(True)
        response._container = [body]
        if find_scope() is not None:
            problems.append("leaves its scope behind")
        return response, [f"{ask}: {problem}" for problem in problems]

    def anything_stayed(self) -> list[str]:
        """After all: whether the world is as it was, to the last row."""
        with system_scope("check tenants"):
            return [
                f"{table} of group {number} is not as it was"
                for (table, number), digest in self.before.items()
                if self._digest(table, number) != digest
            ]

    def _send(self, ask: Ask) -> Any:
        self.client.cookies.clear()
        guest = ask.guest
        # Without it the rows beside a map send everybody on to the whole page.
        headers = {"x-fragment": "rows"} if "/rows/" in ask.path else {}
        if guest.program:
            headers = {"authorization": f"Bearer {guest.tenant.programs[guest.program]}"}
        else:
            self.client.cookies.load(guest.tenant.book.cookies[guest.name])
        if ask.method != POST:
            return self.client.get(ask.path, headers=headers)
        if guest.program:
            headers["idempotency-key"] = "00000000-0000-4000-8000-000000000001"
            return self.client.post(
                ask.path, dict(ask.body), content_type="application/json", headers=headers
            )
        return self.client.post(ask.path, dict(ask.body), headers=headers)

    def _seen(self, ask: Ask, response: HttpResponse, body: bytes) -> Iterator[str]:
        told = repr(sorted(response.items())) + repr(response.cookies)
        said = f"{ask.path} {ask.body}".encode()
        mine, own = ask.may_see(self.tenants), ask.guest.groups(self.tenants)
        logged = "\n".join(self.listener.lines).encode()
        for number, marks in self._marks.items():
            for mark in marks:
                if _shows(logged, mark) and mark not in said:
                    yield f"the log says {mark!r}"
                if number in (own if ACCOUNT in mark else mine) or mark in said:
                    continue
                if _shows(body, mark) or _shows(told.encode(), mark):
                    yield f"shows {mark!r} of group {number}"

    def _changed(self, ask: Ask, written: set[str]) -> Iterator[str]:
        tables = written & set(self._tables)
        if not tables:
            return
        may = ask.may_change(self.tenants)
        may |= {number + 5 for number in may}
        with system_scope("check tenants"):
            for table in sorted(tables):
                for number in set(self._group_ids) - may:
                    if self._digest(table, number) != self.before[table, number]:
                        yield f"changes {table} of group {number}"
                yield from _crossings(self._tables[table])

    def _digest(self, table: str, number: int) -> str:
        sql = _rows_of(self._tables[table], self._shared_users)
        with connection.cursor() as cursor:
            cursor.execute(sql, [self._group_ids[number]])
            return hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()


def _shows(text: bytes, mark: bytes) -> bool:
    """Digits as a whole telephone number only: once in some runs a random key holds the same six."""
    if mark not in text:
        return False
    number = rb"(?<![0-9A-Za-z])1?" + mark + rb"\d{4}(?![0-9A-Za-z])"
    return not mark.isdigit() or re.search(number, text) is not None


def _noting(written: set[str]) -> Any:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITES.match(sql)
        if found:
            written.add(found[1])
        return execute(sql, params, many, context)

    return note


def _secrets(tenant: Tenant) -> list[bytes]:
    """What opens a door of this group: nobody else may be shown it."""
    return [text.encode() for text in (*tenant.tokens.values(), *tenant.programs.values())]


def _models_of_groups() -> list[type[Model]]:
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if _owner_of(model) or is_of_a_group(model)
    ]
    return [Group, User, Entry, *(model for model in models if model is not Entry)]


def _owner_of(model: type[Model]) -> Any:
    """The first of the two rows that a table connects."""
    if not model._meta.auto_created:
        return None
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return next((field for field in keys if is_of_a_group(field.related_model)), None)


def _users_of_several() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id FROM groups_membership GROUP BY user_id HAVING count(*) > 1")
        return [row[0] for row in cursor.fetchall()] or [0]


def _rows_of(model: type[Model], shared_users: list[int]) -> str:
    """All rows of one group; the names in it are our own tables'."""
    table, owner = model._meta.db_table, _owner_of(model)
    if model is Group:
        return "SELECT * FROM groups_group WHERE id = %s"
    if model is User:
        shared = ", ".join(map(str, shared_users))
        return (
            f"SELECT u.* FROM {table} u JOIN groups_membership m ON m.user_id = u.id "  # noqa: S608
            f"WHERE m.group_id = %s AND u.id NOT IN ({shared}) ORDER BY u.id"
        )
    if owner is None:
        return f"SELECT * FROM {table} WHERE group_id = %s ORDER BY id"  # noqa: S608
    other = owner.related_model._meta.db_table
    return (
        f"SELECT t.* FROM {table} t JOIN {other} o ON o.id = t.{owner.column} "  # noqa: S608
        "WHERE o.group_id = %s ORDER BY t.id"
    )


def _crossings(model: type[Model]) -> Iterator[str]:
    """Rows of one group that point at rows of another."""
    if model is Entry:
        yield from _journal_crossings()
        return
    if not is_of_a_group(model):
        return
    table = model._meta.db_table
    for field in model._meta.concrete_fields:
        if not isinstance(field, ForeignKey) or not is_of_a_group(field.related_model):
            continue
        other = field.related_model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM {table} t JOIN {other} o ON o.id = t.{field.column} "  # noqa: S608
                "WHERE o.group_id <> t.group_id"
            )
            if cursor.fetchone()[0]:
                yield f"{table}.{field.column} points into another group"


def _journal_crossings() -> Iterator[str]:
    for entry in Entry.objects.order_by("-pk")[:5]:
        # Some lines are about no row, but about the group as a whole.
        subject = apps.get_model(entry.subject_kind) if "." in entry.subject_kind else Group
        if not is_of_a_group(subject):
            continue
        rows = subject._base_manager.filter(pk=entry.subject_id)
        if rows.exclude(group_id=entry.group_id).exists():
            yield f"the journal of group {entry.group_id} speaks of {entry.subject_kind} {entry.subject_id}"
