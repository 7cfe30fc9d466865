"""Who can help with one part: everybody of the group, the nearest and least busy first, each with the reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from manyhands.apps.dispatch.bridge.reasons import ReasonsInWords, language_name
from manyhands.apps.dispatch.bridge.records import (
    NO_LOAD,
    Helper,
    Load,
    context_of,
    moment_of,
    record_of,
    request_of,
)
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.helpers import list_helpers
from manyhands.apps.dispatch.queries.load import loads_of
from manyhands.apps.dispatch.queries.pairs import list_kept_apart
from manyhands.apps.dispatch.queries.planning import resting_in
from manyhands.apps.dispatch.states import LIVE, AssignmentState
from manyhands.apps.groups.queries import list_skills
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Vehicle
from manyhands.core.dispatch.ranking import RankedCandidate, Standing, judge, rank

# What staff cannot overrule when they ask: these protect somebody. The rest (a long way, an unusual hour, one task
# more than planned, no word of a vehicle) staff may know better, and the person who is asked can still say no.
BINDING_WHEN_ASKED = frozenset(
    {"same_pool", "not_blocked", "not_declined_before", "not_paused", "requirements", "skills"}
)


@dataclass(frozen=True, slots=True)
class PersonWhoCan:
    """One line of the list. `reasons` say what speaks against it, or what is not known."""

    helper: Helper
    standing: Standing
    distance_m: int | None
    load: Load
    reasons: list[str]
    failed: frozenset[str]
    asked: Assignment | None
    cost_parts: Mapping[str, int]
    unknowns: int

    @property
    def is_asked(self) -> bool:
        return self.asked is not None and self.asked.state in LIVE

    @property
    def may_be_asked_all_the_same(self) -> bool:
        """Staff may know better about a long way, an unusual hour or a word that is missing."""
        return not BINDING_WHEN_ASKED & self.failed

    @property
    def languages(self) -> str:
        return ", ".join(language_name(code) for code in self.helper.card.languages)

    @property
    def vehicle(self) -> str:
        """A car or a van is worth a word; going on foot is not."""
        volunteer = self.helper.volunteer
        return (
            "" if volunteer is None or volunteer.vehicle == Vehicle.NONE else volunteer.get_vehicle_display()
        )

    @property
    def last_asked_at(self) -> datetime | None:
        return self.helper.volunteer.last_asked_at if self.helper.volunteer else None


@dataclass(frozen=True, slots=True)
class PeopleWhoCan:
    can: list[PersonWhoCan]
    over_limit: list[PersonWhoCan]
    cannot: list[PersonWhoCan]

    @property
    def has_somebody_to_ask(self) -> bool:
        """Anybody left, in whichever pile, who has not been asked yet."""
        can = [*self.can, *self.over_limit, *(one for one in self.cannot if one.may_be_asked_all_the_same)]
        return any(not one.is_asked for one in can)

    @property
    def is_empty(self) -> bool:
        return not (self.can or self.over_limit or self.cannot)


def list_people_who_can(part: NeedPart, *, language: str, at: datetime) -> PeopleWhoCan:
    """`part` as `get_part` loads it. Those who cannot are listed with the reason, so that nobody wonders."""
    group = part.group
    helpers = list_helpers(group)
    asked = _list_asked(part)
    loads = loads_of([helper.person.pk for helper in helpers], group, moment=moment_of(part, at=at))
    by_key = {helper.key: helper for helper in helpers}
    said = {row.helper_id: row for row in asked if row.part_id == part.pk}
    ranked = _rank(part, helpers, asked, loads, at=at)
    words = ReasonsInWords(group, list_skills(group), language=language, at=at)
    resting = resting_in(group, at=at)
    people = PeopleWhoCan([], [], [])
    piles = {
        Standing.CAN_HELP: people.can,
        Standing.OVER_OWN_LIMIT: people.over_limit,
        Standing.CANNOT_HELP: people.cannot,
    }
    for candidate in ranked:
        helper = by_key[candidate.volunteer_id]
        piles[candidate.standing].append(
            _line(candidate, helper, loads, said.get(helper.person.pk), resting, words=words)
        )
    return people


def _line(
    candidate: RankedCandidate,
    helper: Helper,
    loads: dict[int, Load],
    asked: Assignment | None,
    resting: dict[int, int],
    *,
    words: ReasonsInWords,
) -> PersonWhoCan:
    reasons = words.say_all(candidate.failures or candidate.unknowns)
    if helper.person.pk in resting:
        reasons.append(words.asked_lately(resting[helper.person.pk]))
    return PersonWhoCan(
        helper=helper,
        standing=candidate.standing,
        distance_m=candidate.distance_m,
        load=loads.get(helper.person.pk, NO_LOAD),
        reasons=reasons,
        failed=frozenset(candidate.failures),
        cost_parts=candidate.cost_parts,
        unknowns=len(candidate.unknowns),
        asked=asked,
    )


def _rank(
    part: NeedPart, helpers: list[Helper], asked: list[Assignment], loads: dict[int, Load], *, at: datetime
) -> list[RankedCandidate]:
    apart = list_kept_apart(part.need)
    said_no = {row.helper_id for row in asked if row.state == AssignmentState.DECLINED}
    request = request_of(part, at=at)
    context = context_of(
        part.group,
        request.id,
        blocked=[helper.key for helper in helpers if helper.person.pk in apart],
        declined=[helper.key for helper in helpers if helper.person.pk in said_no],
        at=at,
    )
    records = [record_of(helper, loads.get(helper.person.pk, NO_LOAD), part.group) for helper in helpers]
    return rank(request, records, context)


def _list_asked(part: NeedPart) -> list[Assignment]:
    """Everybody who was asked for any part of the need, the latest last."""
    return list(Assignment.objects.filter(part__need_id=part.need_id).order_by("made_at", "pk"))


def judge_helper(part: NeedPart, helper: Helper, *, at: datetime) -> RankedCandidate:
    """What the rules say of one helper alone: asked again when something is written."""
    load = loads_of([helper.person.pk], part.group, moment=moment_of(part, at=at))
    request = request_of(part, at=at)
    said_no = Assignment.objects.filter(
        part__need_id=part.need_id, helper=helper.person, state=AssignmentState.DECLINED
    ).exists()
    context = context_of(
        part.group,
        request.id,
        blocked=[helper.key] if helper.person.pk in list_kept_apart(part.need) else [],
        declined=[helper.key] if said_no else [],
        at=at,
    )
    return judge(request, record_of(helper, load.get(helper.person.pk, NO_LOAD), part.group), context)
