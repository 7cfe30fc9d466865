from django.http import Http404

from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.needs.actions import TooLateToUndoError
from manyhands.apps.needs.models import Need, NeedMove
from manyhands.apps.needs.queries import find_move, find_need, find_need_with_all


def get_need_or_404(request: MemberRequest, reference: str) -> Need:
    need = find_need(request.group, reference)
    if need is None:
        raise Http404
    return need


def get_need_with_all_or_404(request: MemberRequest, reference: str) -> Need:
    need = find_need_with_all(request.group, reference)
    if need is None:
        raise Http404
    return need


def get_move(need: Need, typed: str) -> NeedMove:
    move = find_move(need, int(typed)) if typed.isascii() and typed.isdigit() else None
    if move is None:
        raise TooLateToUndoError
    return move
