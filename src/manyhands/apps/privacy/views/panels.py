"""Ways to a person's privacy page, on the pages of higher and lower apps."""

from typing import Any

from django.http import HttpRequest

from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.policies import may


def rights_of_whose(request: HttpRequest, thing: Any) -> dict[str, Any] | None:
    """`thing` is a request or a volunteer: both are somebody's."""
    membership = getattr(request, "membership", None)
    if membership is None or not may(membership, "people.manage"):
        return None
    return {"url": group_path(thing.group, "privacy:person", person_id=thing.person_id)}


def own_rights(request: HttpRequest, volunteer: Any) -> dict[str, Any]:
    return {"url": group_path(volunteer.group, "privacy:own_data")}
