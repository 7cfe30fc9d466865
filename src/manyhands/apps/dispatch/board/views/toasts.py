"""What was just done and can still be undone, as the address says after a press."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.apps.dispatch.board.queries.filters import Said
from manyhands.apps.dispatch.board.queries.plan import find_just_dismissed, list_just_approved
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.pairs import find_just_ended, list_undoable
from manyhands.apps.dispatch.states import UNDO_FOR
from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import Need, NeedMove, NeedPart
from manyhands.apps.needs.queries import find_move
from manyhands.core.values.numbers import list_numbers

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Toast:
    text: str
    url: str
    seconds: int
    fields: Fields


def toasts_of(request: MemberRequest, need: Need, *, at: datetime) -> list[Toast]:
    found: list[Toast | None] = [
        _moved(request, need, at=at),
        _put_away(request, need),
        _dismissed(request, need, at=at),
    ]
    found.extend(_asked(request, need, at=at))
    found.extend(_ended(request, need, at=at))
    return [toast for toast in found if toast is not None]


def _moved(request: MemberRequest, need: Need, *, at: datetime) -> Toast | None:
    ids = list_numbers(request.GET.get("moved", ""))
    move: NeedMove | None = find_move(need, ids[0]) if ids else None
    if move is None or move.undone_at is not None or not move.before or at - move.at >= UNDO_FOR:
        return None
    text = _("%(reference)s is now: %(state)s") % {
        "reference": need.reference,
        "state": need.get_state_display(),
    }
    if move.from_state == move.to_state:
        text = f"{need.reference}: {need.get_urgency_display()}"
    url = group_path(request.group, "needs:undo", reference=need.reference)
    return Toast(text, url, _left(move.at, at), [("move", str(move.pk)), ("back", back_to(request, need))])


def _put_away(request: MemberRequest, need: Need) -> Toast | None:
    if "put_away" not in request.GET or need.follow_up_at is None:
        return None
    url = group_path(request.group, "needs:follow_up", reference=need.reference)
    text = _("%(reference)s is put away.") % {"reference": need.reference}
    seconds = round(UNDO_FOR.total_seconds())
    return Toast(text, url, seconds, [("now", "1"), ("back", back_to(request, need))])


def _dismissed(request: MemberRequest, need: Need, *, at: datetime) -> Toast | None:
    ids = list_numbers(request.GET.get(Said.DISMISSED, ""))
    line = find_just_dismissed(request.group, request.membership, ids, at=at)
    if line is None or line.decided_at is None:
        return None
    name = line.organisation.name if line.organisation else line.helper.name or _("no name")
    text = _("%(name)s is not proposed for this any more. A new plan is being made.") % {"name": name}
    url = group_path(request.group, "dispatch:board_undo_dismissal")
    fields = [("proposal", str(line.pk)), ("back", back_to(request, need))]
    return Toast(text, url, _left(line.decided_at, at), fields)


def _asked(request: MemberRequest, need: Need, *, at: datetime) -> list[Toast]:
    ids = list_numbers(request.GET.get("asked", ""))
    return [
        _unask(request, need, part, rows, at=at)
        for part in need.parts.all()
        if ids and (rows := list_undoable(part, ids, at=at))
    ]


def _ended(request: MemberRequest, need: Need, *, at: datetime) -> list[Toast]:
    """Of whom the question was taken back."""
    ids = list_numbers(request.GET.get(Said.ENDED, ""))
    found = [find_just_ended(part, ids, at=at) for part in need.parts.all()] if ids else []
    return [_restore(request, need, row, at=at) for row in found if row is not None]


def _restore(request: MemberRequest, need: Need, row: Assignment, *, at: datetime) -> Toast:
    name = row.organisation.name if row.organisation else row.helper.name or _("no name")
    text = _("%(name)s: %(state)s.") % {"name": name, "state": row.get_state_display()}
    url = group_path(request.group, "dispatch:manage", assignment_id=row.pk)
    return Toast(text, url, _left(row.ended_at or at, at), [("do", "undo"), ("back", back_to(request, need))])


def _unask(
    request: MemberRequest, need: Need, part: NeedPart, rows: list[Assignment], *, at: datetime
) -> Toast:
    names = ", ".join(
        row.organisation.name if row.organisation else row.helper.name or _("no name") for row in rows
    )
    text = ngettext("%(names)s is asked.", "%(names)s are asked.", len(rows)) % {"names": names}
    fields = [
        *(("asked", str(row.pk)) for row in rows),
        ("part", str(part.pk)),
        ("back", back_to(request, need)),
    ]
    url = group_path(request.group, "dispatch:board_undo")
    return Toast(
        text,
        url,
        _left(rows[0].made_at, at),
        [*fields, ("part", str(part.pk)), ("back", back_to(request, need))],
    )


def plan_toast(request: MemberRequest, *, at: datetime) -> list[Toast]:
    """All that was approved with one press can be taken back with one."""
    if Said.APPROVED not in request.GET:
        return []
    proposals = list_just_approved(request.group, request.membership, at=at)
    decided = [proposal.decided_at for proposal in proposals if proposal.decided_at]
    if not decided:
        return []
    count = len({proposal.helper_id for proposal in proposals})
    text = ngettext("%(count)d person is asked.", "%(count)d people are asked.", count)
    url = group_path(request.group, "dispatch:board_plan_undo")
    fields = [("back", back_to(request, None))]
    return [Toast(text % {"count": count}, url, _left(max(decided), at), fields)]


def back_to(request: MemberRequest, need: Need | None) -> str:
    """The board as it is, with this request chosen, without what was said of the last press."""
    kept = {name: value for name, value in request.GET.items() if name not in set(Said)}
    query = urlencode({**kept, "need": need.reference} if need else kept)
    return f"{group_path(request.group, 'dispatch:board')}?{query}"


def _left(since: datetime, at: datetime) -> int:
    return max(1, round((since + UNDO_FOR - at).total_seconds()))
