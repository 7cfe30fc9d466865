"""A member of whom nothing has been asked yet, whether they help or only look after the group, gets a card to which
checks can be tied.
"""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_member
from manyhands.apps.people.actions import keep_card_of
from manyhands.apps.vetting.bridge import Subject
from manyhands.web.missing import or_404


@require_POST
@member_page("vetting.manage")
def begin(request: MemberRequest, membership_id: int) -> HttpResponse:
    """By those who check people: on the next page they ask them."""
    member = or_404(find_member(request.group, membership_id))
    card = keep_card_of(member, by=request.actor, at=timezone.now())
    return redirect(group_path(request.group, "vetting:of", who=Subject(card).key))


@require_POST
@member_page()
def begin_own(request: MemberRequest) -> HttpResponse:
    """By themselves, where a role of theirs needs something."""
    keep_card_of(request.membership, by=request.actor, at=timezone.now())
    return redirect(group_path(request.group, "vetting:mine"))
