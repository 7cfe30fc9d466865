import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from manyhands.apps.groups.models import Category, Group
from manyhands.apps.groups.queries import list_categories
from manyhands.apps.journal.actions import record_about, recorded_together
from manyhands.apps.needs.actions import close_need, receive_need
from manyhands.apps.needs.importing.bridge import asked_from_row, unread_cells
from manyhands.apps.needs.models import Need
from manyhands.core.sheets import NeedRow, RowResult
from manyhands.storage.actors import Actor
from manyhands.storage.idempotency import run_once


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a sheet: references by line, lines that were there already, lines refused."""

    taken: Mapping[int, str]
    known: Mapping[int, str]
    refused: list[RowResult[NeedRow]]


@transaction.atomic
def import_needs(group: Group, results: list[RowResult[NeedRow]], *, by: Actor, at: datetime) -> Imported:
    """Take every row that says enough. The same row imported again is recognised and not taken twice."""
    # Also the kinds that the group has switched off: what somebody once asked for does not change by it.
    categories = {category.key: category for category in list_categories(group, active_only=False)}
    taken: dict[int, str] = {}
    known: dict[int, str] = {}
    with recorded_together():
        for result in results:
            if result.value is None:
                continue
            reference, is_known = _import_row(group, result, result.value, categories, by=by, at=at)
            (known if is_known else taken)[result.line] = reference
        record_about(group.pk, "needs.imported", "groups.group", group.pk, by=by, at=at)
    refused = [result for result in results if result.value is None]
    return Imported(taken, known, refused)


def _import_row(
    group: Group,
    result: RowResult[NeedRow],
    row: NeedRow,
    categories: Mapping[str, Category],
    *,
    by: Actor,
    at: datetime,
) -> tuple[str, bool]:
    digest = hashlib.sha256(json.dumps([group.pk, dict(result.raw)], sort_keys=True).encode()).hexdigest()

    asked = asked_from_row(row, categories, group, unread_cells(result))

    def do() -> str:
        need = receive_need(group, asked, by=by, at=at)
        _close_if_ended(need, row, by=by, at=at)
        return need.reference

    return run_once(action="needs.import", key=UUID(digest[:32]), body_digest=digest, at=at, do=do)


def _close_if_ended(need: Need, row: NeedRow, *, by: Actor, at: datetime) -> None:
    if row.status.state == "closed":
        close_need(need, reason=row.status.close_reason or "fulfilled", by=by, at=at)
