from manyhands.apps.dispatch.models import SavedView
from manyhands.apps.groups.models import Membership
from manyhands.storage.prepared import Prepared

_VIEWS = Prepared(lambda *, member: SavedView.objects.filter(member=member))


def list_saved_views(member: Membership) -> list[SavedView]:
    return _VIEWS.list(member=member)


def find_saved_view(member: Membership, view_id: int) -> SavedView | None:
    found: SavedView | None = SavedView.objects.filter(member=member, pk=view_id).first()
    return found
