"""What the operations of this app take and give, where several of them do."""

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import get_language
from ninja import Path, Query, Schema
from pydantic import Field

from manyhands.apps.dispatch.bridge.records import point_of
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.words import part_title
from manyhands.web.api.problems import ProblemError

LARGEST_ID = 2**63 - 1
Id = Annotated[int, Path(ge=1, le=LARGEST_ID)]
Cursor = Annotated[str, Query(max_length=600)]
Limit = Annotated[int, Query(ge=1, le=100)]
Note = Annotated[str, Field(max_length=1000, pattern=r"^[^\x00]*$")]
HelperKey = Annotated[str, Field(pattern=r"^[vo][0-9]{1,18}$")]


class AreaOut(Schema):
    """About where: the middle of the public cell, the same for everybody. Never the place itself."""

    cell: str
    lat: float | None
    lon: float | None
    name: str


class RequestOut(Schema):
    """One kind of help that somebody asks for, as helpers read it before they say yes."""

    part_id: int
    reference: str
    kind: str
    title: str
    summary: str
    urgency: int
    language: str
    when_kind: str
    starts_at: datetime | None
    due_at: datetime | None
    minutes: int
    people_needed: int
    people_taken: int
    leads_needed: int
    needs_vehicle: bool
    area: AreaOut | None


def show_request(part: NeedPart) -> dict[str, Any]:
    need = part.need
    return {
        "part_id": part.pk,
        "reference": need.reference,
        "kind": part.category.key,
        "title": part_title(part),
        "summary": need.summary,
        "urgency": part.urgency,
        "language": part.language,
        "when_kind": need.when_kind,
        "starts_at": part.starts_at,
        "due_at": part.due_at,
        "minutes": part.minutes,
        "people_needed": part.people_needed,
        "people_taken": part.people_taken,
        "leads_needed": part.leads_needed,
        "needs_vehicle": part.category.needs_vehicle,
        "area": _area(part) if part.category.happens_at_home else None,
    }


def _area(part: NeedPart) -> dict[str, Any]:
    point = point_of(part.public_cell)
    return {
        "cell": part.public_cell,
        "lat": round(point.lat, 5) if point else None,
        "lon": round(point.lon, 5) if point else None,
        "name": part.need.place.area_name if part.need.place else "",
    }


def nothing_here() -> ProblemError:
    """The same for what is not, and for what is another group's."""
    return ProblemError(404, "not_found")


def reader_language() -> str:
    return get_language() or "en"
