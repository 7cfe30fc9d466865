"""For programs: the group that their token is for."""

from typing import Any

from django.utils.translation import get_language
from ninja import Router, Schema

from manyhands.apps.groups.access.programs import Program, ProgramRequest
from manyhands.apps.groups.models import Category, Group
from manyhands.apps.groups.queries import list_categories

router = Router(tags=["groups"])


class KindOut(Schema):
    key: str
    name: str
    is_sensitive: bool
    happens_at_home: bool
    needs_vehicle: bool
    usual_minutes: int
    how_it_meets_helpers: str


class GroupOut(Schema):
    slug: str
    name: str
    about: str
    time_zone: str
    languages: list[str]
    distance_unit: str
    meeting_mode: str
    kinds: list[KindOut]
    may: list[str]


class GroupsOut(Schema):
    items: list[GroupOut]
    next: str = ""


@router.get("/groups", auth=Program(), response=GroupsOut, operation_id="list_groups")
def list_groups(request: ProgramRequest) -> dict[str, Any]:
    """The groups that the token is for (one), their kinds of help, and what the token may do there."""
    return {"items": [_show(request.group, list_categories(request.group), request)]}


def _show(group: Group, kinds: list[Category], request: ProgramRequest) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "slug": group.slug,
        "name": group.name,
        "about": group.about,
        "time_zone": group.time_zone,
        "languages": list(group.languages),
        "distance_unit": group.distance_unit,
        "meeting_mode": group.meeting_mode,
        "kinds": [
            {
                "key": kind.key,
                "name": kind.name_in(language),
                "is_sensitive": kind.is_sensitive,
                "happens_at_home": kind.happens_at_home,
                "needs_vehicle": kind.needs_vehicle,
                "usual_minutes": kind.usual_minutes,
                "how_it_meets_helpers": kind.mode_for(group),
            }
            for kind in kinds
        ],
        "may": sorted(request.membership.permissions),
    }
