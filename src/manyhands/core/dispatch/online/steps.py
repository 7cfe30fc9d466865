"""From one question to the next: what must have happened in between, as changes of an engine."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Final

from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

Pair = tuple[str, str]


class Kind(StrEnum):
    """What has happened."""

    SAID_YES = "said_yes"
    SAID_NO = "said_no"
    APART = "apart"
    ENDED = "ended"
    NEW = "new"
    CHANGED = "changed"
    CAME = "came"
    AWAY = "away"
    BUSIER = "busier"
    PERSON_CHANGED = "person_changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that has happened.

    Attributes:
        kind: what it is.
        request_id, volunteer_id: whom it is about.
        request: the request as it is now, where there is one to read.
        volunteer: the same of a volunteer.
        published: volunteers who had been told of the request.
    """

    kind: Kind
    request_id: str | None = None
    volunteer_id: str | None = None
    request: RequestRecord | None = None
    volunteer: VolunteerRecord | None = None
    published: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """One pool at one moment.

    Attributes:
        requests, volunteers: by their ids.
        context: the moment, and the pairs that must not be made.
        published: the pairs that had been told.
    """

    requests: Mapping[str, RequestRecord]
    volunteers: Mapping[str, VolunteerRecord]
    context: MatchContext
    published: AbstractSet[Pair]


_LOAD: Final = frozenset({"load_this_week", "recent_load", "week_slots"})
_CLOCK: Final = frozenset({"weight", "window"})


def set_clock(before: Situation, now: Situation, *, touched: AbstractSet[str]) -> Situation:
    """Return an earlier situation at the present moment: requests have waited longer, windows have begun.

    Args:
        before, now: the two.
        touched: requests that somebody has changed in between; they are left as they were.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> young, old = (RequestRecord(id="p1", pool="east", weight=weight) for weight in (3, 4))
    >>> first, then = (Situation({"p1": one}, {}, context, frozenset()) for one in (young, old))
    >>> set_clock(first, then, touched=set()).requests["p1"].weight
    4
    """
    aged = {
        key: replace(one, **{name: getattr(now.requests[key], name) for name in _CLOCK})
        if key in now.requests and key not in touched
        else one
        for key, one in before.requests.items()
    }
    return replace(before, requests=aged, context=replace(before.context, at=now.context.at))


def list_steps(before: Situation, now: Situation, *, agreed: Iterable[Pair]) -> list[Step]:
    """Return what leads from one situation to a later one.

    Args:
        before, now: the two.
        agreed: pairs that do not move any more: somebody has been asked, or has said yes.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="p1", pool="east")
    >>> ana, luis = (VolunteerRecord(id=one, pool="east") for one in ("v1", "v2"))
    >>> first = Situation({"p1": request}, {"v1": ana}, context, frozenset())
    >>> then = Situation({"p1": request}, {"v1": ana, "v2": luis}, context, frozenset())
    >>> [(step.kind.value, step.volunteer_id) for step in list_steps(first, then, agreed=[])]
    [('came', 'v2')]
    """
    yes = _new_pairs(before, agreed)
    fixed = Counter(request_id for request_id, _volunteer_id in yes)
    frozen = [pair for number, pair in enumerate(yes) if _has_room(before, pair, yes[:number])]
    return [
        *_answers(before, now, frozen),
        *_requests(before, now, fixed),
        *_people(before, now, Counter(volunteer_id for _request_id, volunteer_id in frozen)),
    ]


def _new_pairs(before: Situation, pairs: Iterable[Pair]) -> list[Pair]:
    """Return those pairs of two who were there, and could have been paired, sorted."""
    known = before.context.declined | before.context.blocked
    return sorted(
        pair for pair in set(pairs) - known if pair[0] in before.requests and pair[1] in before.volunteers
    )


def _has_room(before: Situation, pair: Pair, earlier: list[Pair]) -> bool:
    """Say whether a request wanted somebody still, when others had agreed before."""
    return sum(one[0] == pair[0] for one in earlier) < before.requests[pair[0]].quantity


def _answers(before: Situation, now: Situation, frozen: list[Pair]) -> Iterator[Step]:
    """Yield who has said yes, who has said no, and who must not meet."""
    for request_id, volunteer_id in frozen:
        yield Step(kind=Kind.SAID_YES, request_id=request_id, volunteer_id=volunteer_id)
    declined = _new_pairs(before, now.context.declined - now.context.blocked - set(frozen))
    for kind, pairs in ((Kind.SAID_NO, declined), (Kind.APART, _new_pairs(before, now.context.blocked))):
        for request_id, volunteer_id in pairs:
            if request_id in now.requests:
                yield Step(kind=kind, request_id=request_id, volunteer_id=volunteer_id)


def _requests(before: Situation, now: Situation, fixed: Mapping[str, int]) -> Iterator[Step]:
    """Yield the requests that have ended, changed or come."""
    again = {
        request_id
        for request_id, _volunteer_id in (before.context.declined | before.context.blocked)
        - (now.context.declined | now.context.blocked)
    }
    again |= {wish[0] for wish in before.context.wishes ^ now.context.wishes if wish[1] in before.volunteers}
    again |= {pair[0] for pair in before.published ^ now.published if not _is_forbidden(now.context, pair)}
    for request_id, request in before.requests.items():
        left = max(0, request.quantity - fixed.get(request_id, 0))
        present = now.requests.get(request_id)
        if present is None:
            if left:
                yield Step(kind=Kind.ENDED, request_id=request_id)
        elif request_id in again or left != present.quantity or _differences(request, present) - {"quantity"}:
            yield _arrival(Kind.CHANGED, present, now)
    for request_id, request in now.requests.items():
        if request_id not in before.requests:
            yield _arrival(Kind.NEW, request, now)


def _is_forbidden(context: MatchContext, pair: Pair) -> bool:
    """Say whether a pair cannot be made."""
    return pair in context.declined or pair in context.blocked


def _arrival(kind: Kind, request: RequestRecord, now: Situation) -> Step:
    """Return a request that comes, with those who had been told of it."""
    told = tuple(sorted(pair[1] for pair in now.published if pair[0] == request.id))
    return Step(kind=kind, request_id=request.id, request=request, published=told)


def _people(before: Situation, now: Situation, taken: Mapping[str, int]) -> Iterator[Step]:
    """Yield the volunteers who are away, have come, or are not as they were; ``taken`` is counted already."""
    for key, volunteer in before.volunteers.items():
        present = now.volunteers.get(key)
        if present is None:
            off = replace(volunteer, capacity_per_week=0)
            yield Step(kind=Kind.AWAY, volunteer_id=key, volunteer=off)
            continue
        more = taken.get(key, 0)
        expected = replace(volunteer, load_this_week=volunteer.load_this_week + more) if more else volunteer
        if expected != present:
            kind = _kind_of(expected, present, now.context)
            yield Step(kind=kind, volunteer_id=key, volunteer=present)
    for key, volunteer in now.volunteers.items():
        if key not in before.volunteers:
            yield Step(kind=Kind.CAME, volunteer_id=key, volunteer=volunteer)


def _kind_of(before: VolunteerRecord, now: VolunteerRecord, context: MatchContext) -> Kind:
    """Return what is different about a volunteer, as one kind."""
    different = _differences(before, now)
    if now.paused_until is not None and now.paused_until > context.at and "paused_until" in different:
        return Kind.AWAY
    if different <= _LOAD:
        return Kind.BUSIER if _is_busier(before, now) else Kind.PERSON_CHANGED
    return Kind.PERSON_CHANGED


def _is_busier(before: VolunteerRecord, now: VolunteerRecord) -> bool:
    """Say whether somebody has more to do, or hours that are taken."""
    if now.load_this_week != before.load_this_week:
        return now.load_this_week > before.load_this_week
    return now.week_slots != before.week_slots


def _differences(before: object, now: object) -> set[str]:
    """Return the names of the fields in which two records differ."""
    return {one.name for one in fields(before) if getattr(before, one.name) != getattr(now, one.name)}  # type: ignore[arg-type]
