from django.http import Http404

from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import Check, Requirement
from manyhands.apps.vetting.queries import find_check, find_requirement, find_subject


def get_subject_or_404(request: MemberRequest, who: str) -> Subject:
    subject = find_subject(request.group, who)
    if subject is None:
        raise Http404
    return subject


def get_requirement_or_404(request: MemberRequest, requirement_id: int) -> Requirement:
    requirement = find_requirement(request.group, requirement_id)
    if requirement is None:
        raise Http404
    return requirement


def get_check_or_404(request: MemberRequest, check_id: int) -> Check:
    check = find_check(request.group, check_id)
    if check is None:
        raise Http404
    return check
