from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from manyhands.apps.dispatch.api.shapes import Cursor, Limit, RequestOut, show_request
from manyhands.apps.dispatch.queries.open_list.choices import Wish
from manyhands.apps.dispatch.queries.open_list.near import NOWHERE_M, list_open_near, open_for
from manyhands.apps.dispatch.queries.people.helpers import find_helper_of
from manyhands.apps.groups.access.programs import Program, ProgramRequest
from manyhands.apps.groups.policies import may
from manyhands.core.values.point import Point
from manyhands.web.api.cursors import make_cursor, read_cursor
from manyhands.web.api.problems import NOT_A_PLACE

router = Router(tags=["open requests"])
FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _point(near: str) -> Point | None:
    if not near:
        return None
    lat, lon = (float(text) for text in near.split(","))
    return Point(lon=lon, lat=lat)


def _is_place(near: str) -> str:
    """Said with whatever else is wrong, and not after it."""
    try:
        _point(near)
    except (TypeError, ValueError) as error:
        raise PydanticCustomError(NOT_A_PLACE, "latitude,longitude") from error
    return near


class Asked(Schema):
    """The filters of the open list."""

    near: Annotated[
        str,
        AfterValidator(_is_place),
        Query(max_length=60, description="latitude,longitude, like 42.73,-84.55"),
    ] = ""
    within_m: Annotated[int, Query(ge=1, le=1_000_000)] | None = None
    kind: Annotated[str, Query(pattern=r"^[-a-zA-Z0-9_]{0,40}$")] = ""
    language: Annotated[str, Query(pattern=r"^[-a-zA-Z]{0,12}$")] = ""
    urgency: Annotated[int, Query(ge=1, le=4, description="at least so urgent; 4 is today")] | None = None
    before: Annotated[datetime | None, Query(description="wanted before this moment")] = None
    order: Literal["nearest", "urgent", "soonest", "longest"] = "nearest"


class FoundOut(RequestOut):
    distance_m: int | None


class FoundPage(Schema):
    items: list[FoundOut]
    next: str


@router.get(
    "/open-requests",
    auth=Program("dispatch.see_open"),
    response=FoundPage,
    operation_id="list_open_requests",
)
def list_open_requests(
    request: ProgramRequest, asked: Query[Asked], cursor: Cursor = "", limit: Limit = 20
) -> dict[str, Any]:
    """What somebody is being looked for, near a place.

    With `needs.read` all of it; with `tasks.take` alone what the member who made the token may choose from.
    Distances are between the middles of public cells, yours too.
    """
    wish = Wish(
        kind=asked.kind,
        within_m=asked.within_m,
        before=_in_utc(asked.before, request),
        language=asked.language,
        urgency=asked.urgency,
        order=asked.order,
    )
    sees_all = may(request.membership, "needs.read")
    parts = open_for(request.group, find_helper_of(request.membership), sees_all=sees_all, at=timezone.now())
    this_list = {"list": "open", "group": request.group.pk, "all": sees_all, **asked.model_dump(mode="json")}
    after = read_cursor(cursor, of=this_list)
    found = list_open_near(parts, wish, _point(asked.near), after, at_most=limit)
    items = [
        {**show_request(part), "distance_m": _distance(found.away_m.get(part.public_cell), part)}
        for part in found.rows
    ]
    return {"items": items, "next": make_cursor(found.last, of=this_list) if found.last else ""}


def _distance(away_m: int | None, part: Any) -> int | None:
    is_far_or_nowhere = away_m is None or away_m >= NOWHERE_M
    return None if is_far_or_nowhere or not part.category.happens_at_home else away_m


def _in_utc(moment: datetime | None, request: ProgramRequest) -> datetime | None:
    """A time without a zone is one of the group's own clocks.

    PostgreSQL knows no clock that is sixteen hours away, Python no day outside its nine thousand years.
    """
    if moment is None:
        return None
    told = moment if moment.tzinfo else moment.replace(tzinfo=request.group.zone)
    try:
        return told.astimezone(UTC)
    except OverflowError:
        return FIRST if told.year == FIRST.year else LAST
