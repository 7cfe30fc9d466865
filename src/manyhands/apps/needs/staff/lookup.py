from django.http import Http404

from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.needs.actions import TooLateToUndoError
from manyhands.apps.needs.models import Need, NeedMove
from manyhands.apps.needs.queries import find_need


def get_need_or_404(request: MemberRequest, reference: str) -> Need:
    need = find_need(request.group, reference)
    if need is None:
        raise Http404
    return need


def get_move(need: Need, pk: str) -> NeedMove:
    for move in need.moves.all():
        if str(move.pk) == pk:
            return move
    raise TooLateToUndoError
