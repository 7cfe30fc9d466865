"""Back to the board as it was, after a press."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.groups.paths import group_path
from manyhands.core.values.numbers import find_number


def back(request: MemberRequest, **more: str) -> str:
    """The filters that the form was pressed with, and `more`."""
    named = urlsplit(request.POST.get("back", ""))
    board = group_path(request.group, "dispatch:board")
    kept = dict(parse_qsl(named.query)) if named.path == board else {}
    query = urlencode({name: value for name, value in {**kept, **more}.items() if value})
    return f"{board}?{query}" if query else board


def without_empty(request: MemberRequest) -> str:
    """The address without what a form has sent empty; nothing when it is as short as it can be."""
    if "" not in request.GET.values():
        return ""
    query = urlencode({name: value for name, value in request.GET.items() if value})
    return f"{request.path}?{query}" if query else request.path


def is_part_of_board(request: MemberRequest) -> bool:
    """Asked for by the board's script, which puts the answer where it belongs."""
    return "board" in request.headers.get("X-Part-Of", "")


def number_in(typed: str) -> int:
    """0 when it is none: no row has that number."""
    return find_number(typed) or 0


def numbers_of(request: MemberRequest, name: str, *, most: int = 500) -> list[int]:
    return [number for typed in request.POST.getlist(name)[:most] if (number := number_in(typed))]
