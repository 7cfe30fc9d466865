"""Where a button leads back to: the request's own page, or the page of the group that it was pressed on."""

from urllib.parse import urlencode

from django.utils.http import url_has_allowed_host_and_scheme

from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import Need

_LONGEST = 600


def page_after(request: MemberRequest, need: Need, **query: object) -> str:
    """`query` tells that page what just happened, so that it can offer to undo it."""
    page = _named_page(request) or group_path(request.group, "needs:detail", reference=need.reference)
    if not query:
        return page
    return f"{page}{'&' if '?' in page else '?'}{urlencode(query)}"


def _named_page(request: MemberRequest) -> str:
    """What the form names, when it is a page of this group."""
    named = request.POST.get("back", "")
    own = group_path(request.group, "groups:public")
    is_ours = named.startswith(own) and url_has_allowed_host_and_scheme(named, allowed_hosts=None)
    return named if is_ours and len(named) <= _LONGEST else ""
