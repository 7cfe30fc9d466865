"""For programs: one request, taking one in, and who asked."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Path, Router, Schema, Status
from pydantic import ConfigDict, Field

from manyhands.apps.groups.access.programs import Program, ProgramRequest
from manyhands.apps.groups.policies import may
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.queries import find_need, find_need_with_all, find_similar_needs
from manyhands.apps.needs.staff.actions import take_in
from manyhands.apps.needs.staff.bridge import asked_from
from manyhands.apps.needs.staff.forms.intake import IntakeForm
from manyhands.apps.needs.staff.forms.moves import MOST_PEOPLE
from manyhands.apps.needs.staff.views.detail import SHOWN_FIELDS
from manyhands.apps.needs.states import Source
from manyhands.apps.privacy.actions import note_reading
from manyhands.apps.privacy.queries import reader_label
from manyhands.web.api.once import answer_once
from manyhands.web.api.problems import ProblemError, form_errors

router = Router(tags=["requests"])

Reference = Annotated[str, Path(pattern=r"^[A-Za-z0-9 -]{1,12}$")]
Text = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]


class NeedIn(Schema):
    """The questions of a phone call. What is left out counts as not answered."""

    # Left out, it is the page's own check that says so, together with whatever else is missing.
    model_config = ConfigDict(extra="forbid", json_schema_extra={"required": ["categories"]})

    categories: Annotated[list[Annotated[str, Field(max_length=40)]], Field(max_length=20)] = []
    name: Text = ""
    phone: Text = ""
    email: Text = ""
    language: Annotated[str, Field(max_length=12)] = ""
    reach_by: Annotated[str, Field(max_length=12)] = ""
    for_whom: Literal["self", "other", "organisation"] = "self"
    asked_by_name: Text = ""
    asked_by_phone: Text = ""
    household_size: Annotated[int, Field(ge=1, le=30)] | None = None
    zip_code: Text = ""
    address: Text = ""
    access_notes: Text = ""
    people_needed: dict[str, Annotated[int, Field(ge=1, le=MOST_PEOPLE)]] = {}
    """By kind of help, where it takes more than one person."""
    leads_needed: dict[str, Annotated[int, Field(ge=0, le=MOST_PEOPLE)]] = {}
    """By kind of help, how many of them must have done it before, where that is not as the kind has it."""
    urgency: Annotated[int, Field(ge=1, le=4)] | None = None
    when_kind: Literal["soon", "by_day", "at_time", "any"] = "soon"
    day: Text = ""
    clock: Text = ""
    details: Text = ""
    summary: Text = ""
    note: Text = ""
    open_now: bool = False
    even_if_similar: bool = False


class TakenIn(Schema):
    reference: str


class PartOut(Schema):
    id: int
    kind: str
    name: str
    state: str
    people_needed: int
    people_taken: int
    leads_needed: int
    minutes: int


class NeedOut(Schema):
    """What staff see of a request before they ask to be shown who it is."""

    reference: str
    state: str
    source: str
    for_whom: str
    language: str
    summary: str
    urgency: int
    when_kind: str
    starts_at: Any = None
    due_at: Any = None
    asked_at: Any = None
    opened_at: Any = None
    closed_at: Any = None
    close_reason: str
    public_cell: str
    area: str
    parts: list[PartOut]


class RevealedPersonOut(Schema):
    name: str
    phone: str
    email: str
    reach_by: str


class RevealedOut(Schema):
    """Who it is. The look has been noted where they can read it."""

    reference: str
    person: RevealedPersonOut
    asked_by: RevealedPersonOut | None
    address: str
    zip_code: str
    access_notes: str
    details: str


@router.post("/needs", auth=Program("needs.intake"), response={201: TakenIn}, operation_id="take_in_need")
def take_in_need(request: ProgramRequest, body: NeedIn) -> Any:
    """Take a request in, checked as the page for phone calls checks it. `open_now` counts for a token that may sort."""
    form = IntakeForm(_answers(body, request), group=request.group, at=request.at)
    if not form.is_valid():
        raise ProblemError(422, "not_understood", errors=form_errors(form.errors))
    _refuse_other_kinds(body)
    asked = replace(asked_from(form), source=Source.API, people=body.people_needed, leads=body.leads_needed)

    def do() -> dict[str, Any]:
        if not body.even_if_similar:
            _stop_at_similar(body, request)
        need = take_in(
            request.group,
            asked,
            note=form.cleaned_data["note"],
            open_now=form.cleaned_data["open_now"] and may(request.membership, "needs.triage"),
            author=request.membership,
            by=request.actor,
            at=request.at,
        )
        return {"reference": need.reference}

    return Status(201, answer_once(request, caller=str(request.token.pk), at=request.at, do=do))


def _answers(body: NeedIn, request: ProgramRequest) -> dict[str, Any]:
    """As a form would have sent them."""
    said = body.model_dump(exclude={"even_if_similar", "people_needed", "leads_needed"})
    said["language"] = said["language"] or next(iter(request.group.languages), "en")
    said["reach_by"] = said["reach_by"] or ("text" if said["phone"] else "email" if said["email"] else "call")
    return said


def _refuse_other_kinds(body: NeedIn) -> None:
    """Numbers for what is not asked for, and more who lead than there are people."""
    errors = [
        _error(name, kind, _("This kind of help is not among `categories`."))
        for name in ("people_needed", "leads_needed")
        for kind in sorted(getattr(body, name).keys() - set(body.categories))
    ]
    errors += [
        _error("leads_needed", kind, _("That is more people than are needed."))
        for kind, count in body.leads_needed.items()
        if kind in body.categories and count > body.people_needed.get(kind, 1)
    ]
    if errors:
        raise ProblemError(422, "not_understood", errors=errors)


def _error(name: str, kind: str, detail: str) -> dict[str, str]:
    return {"pointer": f"#/{name}/{kind}", "detail": detail}


def _stop_at_similar(body: NeedIn, request: ProgramRequest) -> None:
    found = find_similar_needs(request.group, phone=body.phone, name=body.name, zip_code=body.zip_code)
    if found:
        raise ProblemError(
            409,
            "looks_like_another",
            _("There is a request that may be the same one. If it is not, send `even_if_similar`."),
            similar=[one.need.reference for one in found],
        )


@router.get("/needs/{reference}", auth=Program("needs.read"), response=NeedOut, operation_id="get_need")
def get_need(request: ProgramRequest, reference: Reference) -> dict[str, Any]:
    """One request as staff see it, without who and where: for those there is `reveal`."""
    need = find_need_with_all(request.group, reference)
    if need is None:
        raise ProblemError(404, "not_found")
    names = (
        "reference", "state", "source", "for_whom", "language", "summary", "urgency", "when_kind", "starts_at",
        "due_at", "asked_at", "opened_at", "closed_at", "close_reason",
    )  # fmt: skip
    return {
        **{name: getattr(need, name) for name in names},
        "public_cell": need.place.public_cell if need.place else "",
        "area": need.place.area_name if need.place else "",
        "parts": [_part(part) for part in need.parts.all()],
    }


def _part(part: NeedPart) -> dict[str, Any]:
    return {
        "id": part.pk,
        "kind": part.category.key,
        "name": part.category.name_in(get_language() or "en"),
        "state": part.state,
        "people_needed": part.people_needed,
        "people_taken": part.people_taken,
        "leads_needed": part.leads_needed,
        "minutes": part.minutes,
    }


@router.post(
    "/needs/{reference}/reveal",
    auth=Program("contact.reveal"),
    response=RevealedOut,
    operation_id="reveal_need",
)
def reveal_need(request: ProgramRequest, reference: Reference) -> dict[str, Any]:
    """Who asked, where and how to reach them. Each look is noted, and the neighbour can read it."""
    need = find_need(request.group, reference)
    if need is None:
        raise ProblemError(404, "not_found")

    def do() -> dict[str, Any]:
        for person in filter(None, (need.person, need.asked_by)):
            note_reading(
                person,
                label=reader_label(request.membership),
                fields=SHOWN_FIELDS,
                reason="request",
                reason_id=need.pk,
                by=request.actor,
                at=request.at,
            )
        return {}

    answer_once(request, caller=str(request.token.pk), at=request.at, do=do)
    return _revealed(need)


def _revealed(need: Need) -> dict[str, Any]:
    return {
        "reference": need.reference,
        "person": need.person,
        "asked_by": need.asked_by,
        "address": need.place.text if need.place else "",
        "zip_code": need.place.zip_code if need.place else "",
        "access_notes": need.place.access_notes if need.place else "",
        "details": need.details,
    }
