from datetime import datetime, timedelta

from manyhands.apps.dispatch.models import BoardPresence
from manyhands.apps.groups.models import Group, Membership

# Somebody whose board has not asked for so long has closed it, or sleeps.
HERE_FOR = timedelta(seconds=60)


def list_present(group: Group, *, at: datetime) -> list[BoardPresence]:
    """Everybody who has the board open now, whoever asks among them."""
    rows = BoardPresence.objects.filter(group=group, seen_at__gt=at - HERE_FOR)
    return list(rows.select_related("member").order_by("member_id"))


def others(present: list[BoardPresence], member: Membership) -> list[BoardPresence]:
    return [one for one in present if one.member_id != member.pk]
