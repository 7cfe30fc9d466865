"""What groups that share ask of this one's people, for staff."""

from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.dispatch.states import LIVE_ASKS, AskState
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.queries import list_partners


def list_open_asks(group: Group) -> list[PartnerAsk]:
    """For staff: what groups that share at this moment ask, most of all what nobody has decided."""
    partners = list_partners(group)
    if not partners:
        return []
    rows = PartnerAsk.objects.filter(
        group=group, asking_group__in=partners, state__in=[*LIVE_ASKS, AskState.ACCEPTED]
    )
    return list(rows.select_related("asking_group", "helper", "group").order_by("-proposed_at", "-pk"))


def count_asks_to_decide(group: Group) -> int:
    """One query where no partner has ever asked."""
    if not PartnerAsk.objects.filter(group=group, state=AskState.PROPOSED).exists():
        return 0
    return sum(ask.state == AskState.PROPOSED for ask in list_open_asks(group))
