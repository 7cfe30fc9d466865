from django.http import Http404

from manyhands.apps.groups.access import MemberRequest
from manyhands.apps.people.models import Volunteer
from manyhands.apps.people.queries import find_volunteer_by_person


def get_volunteer_or_404(request: MemberRequest, person_id: int) -> Volunteer:
    volunteer = find_volunteer_by_person(request.group, person_id)
    if volunteer is None:
        raise Http404
    return volunteer
