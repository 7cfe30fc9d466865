"""What the parts of the board are drawn from: its list, its top line, the request beside it, the people for it."""

from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from manyhands.apps.dispatch.board.actions import note_presence
from manyhands.apps.dispatch.board.queries.changes import list_changes
from manyhands.apps.dispatch.board.queries.filters import BoardFilter, Show
from manyhands.apps.dispatch.board.queries.moves import say_moves
from manyhands.apps.dispatch.board.queries.needs import (
    NEEDS_A_PAGE,
    NEEDS_PRINTED,
    BoardPage,
    list_asked,
    list_board,
)
from manyhands.apps.dispatch.board.queries.people import choose_part, list_people_beside
from manyhands.apps.dispatch.board.queries.plan import Runs, find_runs, is_planned, plan_numbers
from manyhands.apps.dispatch.board.queries.presence import others, read_present
from manyhands.apps.dispatch.board.queries.sentences import say_unmet
from manyhands.apps.dispatch.board.queries.spots import find_spot
from manyhands.apps.dispatch.board.views.toasts import toasts_of
from manyhands.apps.dispatch.bridge.board_rows import BoardRow
from manyhands.apps.dispatch.models import BoardPresence
from manyhands.apps.dispatch.views.returning import number_in
from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.queries import find_need_beside

SHORTEST_POLL_MS, POLL_MS = 1_000, 4_000


def chosen_reference(request: MemberRequest) -> str:
    return request.GET.get("need", "").strip().upper()[:12]


def list_context(request: MemberRequest, *, at: datetime) -> dict[str, Any]:
    chosen = BoardFilter.from_query(request.GET)
    board = group_path(request.group, "dispatch:board")
    is_printed = "print" in request.GET
    size = NEEDS_PRINTED if is_printed else NEEDS_A_PAGE
    page = list_board(request.group, chosen, member=request.membership, size=size, at=at)
    names = list_asked(page.needs) if is_printed else {}
    reasons = _reasons(request, page, at=at) if chosen.show == Show.UNMET else {}
    return {
        "chosen": chosen,
        "page": page,
        "is_printed": is_printed,
        "reference": chosen_reference(request),
        "rows": [
            BoardRow(
                need,
                page.proposals.get(need.pk, []),
                page.asked(need),
                reasons.get(need.pk, []),
                names.get(need.pk, []),
            )
            for need in page.needs
        ],
        "main_language": (request.group.languages or ["en"])[0],
        "board": board,
        "kept": f"{query}&" if (query := chosen.as_query()) else "",
    }


def _reasons(request: MemberRequest, page: BoardPage, *, at: datetime) -> dict[int, list[str]]:
    return say_unmet(request.group, page.needs, language=get_language() or "en", at=at)


def head_context(request: MemberRequest, *, since: int | None = None, at: datetime) -> dict[str, Any]:
    """Which plans there are, and who else is here; it is noted that the reader is. `has_news`: something has happened
    since that number of the journal.
    """
    present = read_present(request.group, at=at)
    has_news = since is None or present.cursor > since
    mine = next((one for one in present.people if one.member_id == request.membership.pk), None)
    looking_at = chosen_reference(request)
    note_presence(request.group, request.membership, looking_at=looking_at, known=mine, at=at)
    runs = find_runs(request.group, with_numbers=has_news, head=present.head, at=at)
    also_here = others(present.people, request.membership)
    return {
        "has_news": has_news,
        "runs": runs,
        "here": _here(request, looking_at),
        "also_here": also_here,
        "partner_asks": present.partner_asks,
        "signature": signature_of(runs, also_here),
        "poll_ms": SHORTEST_POLL_MS if runs.live else POLL_MS,
    }


def _here(request: MemberRequest, looking_at: str) -> str:
    query = BoardFilter.from_query(request.GET).as_query(need=looking_at)
    return f"{group_path(request.group, 'dispatch:board')}?{query}"


def numbers_context(group: Group, runs: Runs, *, at: datetime) -> dict[str, Any]:
    numbers = plan_numbers(runs, at=at)
    moved = say_moves(runs.latest, language=get_language() or "en")
    return {"numbers": numbers, "moved": moved, "is_planned": is_planned(group, numbers)}


def signature_of(runs: Runs, also_here: list[BoardPresence]) -> str:
    """What the journal's number does not tell: runs, and people who come, go and turn to something else."""
    here = "_".join(f"{one.member_id}.{one.looking_at}" for one in also_here)
    return f"{runs.signature}~{here}"


def changes_context(request: MemberRequest, *, since: int) -> dict[str, Any]:
    return {"changes": list_changes(request.group, since=since, member=request.membership)}


def need_context(request: MemberRequest, *, at: datetime) -> dict[str, Any]:
    """The request that was chosen, and who could help with it; nothing when none is, or there is none like it."""
    reference = chosen_reference(request)
    found = find_need_beside(request.group, reference) if reference else None
    if found is None:
        return {"need": None, "reference": reference}
    need = found.need
    part = choose_part(need, number_in(request.GET.get("part", "")))
    language = get_language() or "en"
    people = list_people_beside(part, found.skills, language=language, at=at) if part else None
    return {
        "need": need,
        "reference": need.reference,
        "part": part,
        "people": people,
        "moved_here": people.moved if people else "",
        "spot": find_spot(need, people).as_json(),
        "chosen": BoardFilter.from_query(request.GET),
        "toasts": toasts_of(request, need, at=at),
    }
