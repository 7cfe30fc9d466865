"""Who can help with one part: everybody of the group, the nearest and least busy first, each with the reasons."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from manyhands.apps.dispatch.bridge.leads import NOBODY_LEADS, LeadsLeft, leads_of
from manyhands.apps.dispatch.bridge.planning.inputs import pk_of
from manyhands.apps.dispatch.bridge.records import (
    NO_LOAD,
    Helper,
    Load,
    context_of,
    moment_of,
    monday_of,
    record_of,
    request_of,
)
from manyhands.apps.dispatch.bridge.rows import HelperRow, record_of_row
from manyhands.apps.dispatch.bridge.words.reasons import ReasonsInWords, language_name
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.pairs import is_theirs, list_asked_for, list_kept_apart
from manyhands.apps.dispatch.queries.asking.rows import list_rows
from manyhands.apps.dispatch.queries.people.leads import COUNTED, known_in, leads_wanted
from manyhands.apps.dispatch.queries.people.load import loads_of
from manyhands.apps.dispatch.states import LIVE, AssignmentState
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import Vehicle
from manyhands.apps.vetting.queries import Held, Needed, held_for, met_by, needed_by_part
from manyhands.core.dispatch.ranking import RankedCandidate, Standing, judge, rank
from manyhands.core.dispatch.records import RequestRecord

# What staff cannot overrule when they ask: these protect somebody. The rest (a long way, an unusual hour, one task
# more than planned, no word of a vehicle) staff may know better, and the person who is asked can still say no.
BINDING_WHEN_ASKED = frozenset(
    {
        "same_pool",
        "not_blocked",
        "not_declined_before",
        "not_paused",
        "not_this_week",
        "requirements",
        "skills",
        "leads",
    }
)


@dataclass(frozen=True)
class PersonWhoCan:
    """One line of the list. It is put into words only when somebody reads it."""

    helper: HelperRow
    asked: Assignment | None
    _verdicts: RankedCandidate
    _words: ReasonsInWords
    is_resting: bool
    _is_theirs: bool

    @property
    def standing(self) -> Standing:
        return self._verdicts.standing

    @property
    def distance_m(self) -> int | None:
        return self._verdicts.distance_m

    @property
    def cost_parts(self) -> Mapping[str, int]:
        return self._verdicts.cost_parts

    @property
    def unknowns(self) -> int:
        return len(self._verdicts.unknowns)

    @property
    def load(self) -> Load:
        return self.helper.load

    @property
    def reasons(self) -> list[str]:
        """What speaks against it, or what is not known."""
        if self._is_theirs:
            return [_("this is their own request")]
        reasons = self._words.say_all(self._verdicts.failures or self._verdicts.unknowns)
        return [*reasons, self._words.asked_lately(self.helper.asked_lately)] if self.is_resting else reasons

    @property
    def is_asked(self) -> bool:
        return self.asked is not None and self.asked.state in LIVE

    @property
    def may_be_asked_all_the_same(self) -> bool:
        """Staff may know better about a long way, an unusual hour or a word that is missing."""
        return not BINDING_WHEN_ASKED & self._verdicts.failures.keys()

    @property
    def has_done_this(self) -> bool:
        """Often enough to lead others in it."""
        return bool(self.helper.experience)

    @property
    def languages(self) -> str:
        return ", ".join(language_name(code) for code in self.helper.languages)


@dataclass(frozen=True, slots=True)
class PeopleWhoCan:
    """`asked`: everybody who was asked for any part of the need, the latest last. `leads`: who of them can lead, where
    somebody still has to.
    """

    can: list[PersonWhoCan]
    over_limit: list[PersonWhoCan]
    cannot: list[PersonWhoCan]
    asked: list[Assignment]
    leads: LeadsLeft = NOBODY_LEADS

    @property
    def leads_first(self) -> bool:
        """Those who can lead are on top."""
        return self.leads.missing > 0

    @property
    def has_somebody_to_ask(self) -> bool:
        """Anybody left, in whichever pile, who has not been asked yet."""
        can = [*self.can, *self.over_limit, *(one for one in self.cannot if one.may_be_asked_all_the_same)]
        return any(not one.is_asked for one in can)

    @property
    def is_empty(self) -> bool:
        return not (self.can or self.over_limit or self.cannot)


def list_askable(people: Iterable[PersonWhoCan]) -> list[PersonWhoCan]:
    """In the same order, those who have not been asked, nor too often this week; each person once."""
    able: dict[int, PersonWhoCan] = {}
    for one in people:
        if one.asked is None and not one.is_resting:
            able.setdefault(one.helper.person_id, one)
    return list(able.values())


def list_people_who_can(part: NeedPart, *, name: str = "", language: str, at: datetime) -> PeopleWhoCan:
    """`part` as `find_part` loads it. Those who cannot are listed too, so that nobody wonders; `name` leaves out
    all others. Two queries, one more where something is asked of helpers. Where somebody has to lead, those who can
    come first.
    """
    rows = {row.key: row for row in list_rows(part, name=name, at=at)}
    asked = list_asked_for(part.need)
    said = {one.helper_id: one for one in asked if one.part_id == part.pk}
    needed = needed_by_part(part)
    held = held_for(needed, group=part.group, at=at)
    words = ReasonsInWords(
        part.group,
        part.category.required_skills.all(),
        checks=needed.names_in(language),
        language=language,
        at=at,
    )
    missing = _leads_missing(part, rows, asked)
    able = (
        frozenset(row.person_id for row in rows.values() if _can_lead(part, row)) if missing else frozenset()
    )
    people = PeopleWhoCan([], [], [], asked, LeadsLeft(missing, able))
    piles = {
        Standing.CAN_HELP: people.can,
        Standing.OVER_OWN_LIMIT: people.over_limit,
        Standing.CANNOT_HELP: people.cannot,
    }
    for candidate in _rank(part, rows.values(), asked, missing, held, at=at):
        row = rows[candidate.volunteer_id]
        is_resting = row.asked_lately >= max(1, part.group.invitations_per_week)
        piles[candidate.standing].append(
            PersonWhoCan(row, said.get(row.person_id), candidate, words, is_resting, _is_theirs(part, row))
        )
    return replace(people, can=leaders_first(people.can, people.leads))


def leaders_first(people: list[PersonWhoCan], leads: LeadsLeft) -> list[PersonWhoCan]:
    """Where somebody still has to lead, those who can; else as they are."""
    return sorted(people, key=lambda one: one.helper.person_id not in leads.able) if leads.missing else people


def _leads_missing(part: NeedPart, rows: Mapping[str, HelperRow], asked: Iterable[Assignment]) -> int:
    """The same as `leads_wanted`, from what was read already; that is asked only of somebody who has left since."""
    leads = leads_of(part)
    taken = [one for one in asked if one.part_id == part.pk and one.state in COUNTED] if leads.count else []
    keys = [f"v{one.volunteer_id}" if one.volunteer_id else f"o{one.organisation_id}" for one in taken]
    if not rows.keys() >= set(keys):
        return leads_wanted(part)
    return max(0, leads.count - sum(_can_lead(part, rows[key]) for key in keys))


def _can_lead(part: NeedPart, row: HelperRow) -> bool:
    return leads_of(part).can_be(row.experience, has_vehicle=row.vehicle_code in (Vehicle.CAR, Vehicle.VAN))


def _rank(
    part: NeedPart,
    rows: Collection[HelperRow],
    asked: list[Assignment],
    leads_missing: int,
    held: Held,
    *,
    at: datetime,
) -> list[RankedCandidate]:
    said_no = {one.helper_id for one in asked if one.state == AssignmentState.DECLINED}
    request = _request_left(part, leads_missing, held.needed, at=at)
    context = context_of(
        part.group,
        request.id,
        blocked=[row.key for row in rows if row.is_kept_apart or _is_theirs(part, row)],
        declined=[row.key for row in rows if row.person_id in said_no],
        at=at,
    )
    records = [record_of_row(row, part.group, _met_by(row, held)) for row in rows]
    return rank(request, records, context)


def _met_by(row: HelperRow, held: Held) -> frozenset[str]:
    return held.by_organisation(row.card_id) if row.is_organisation else held.by_person(row.person_id)


def _is_theirs(part: NeedPart, row: HelperRow) -> bool:
    organisation_id = pk_of(row.key) if row.key.startswith("o") else None
    return is_theirs(part.need, row.person_id, organisation_id)


def judge_helper(part: NeedPart, helper: Helper, *, at: datetime) -> RankedCandidate:
    """What the rules say of one helper alone: asked again when something is written."""
    load = loads_of([helper.person.pk], part.group, moment=moment_of(part, at=at))
    needed = needed_by_part(part)
    request = _request_left(part, leads_wanted(part), needed, at=at)
    organisation_id = helper.organisation.pk if helper.organisation else None
    person_id = helper.person.pk
    is_apart = is_theirs(part.need, person_id, organisation_id) or person_id in list_kept_apart(part.need)
    said_no = Assignment.objects.filter(
        part__need_id=part.need_id, helper=helper.person, state=AssignmentState.DECLINED
    ).exists()
    context = context_of(
        part.group,
        request.id,
        blocked=[helper.key] if is_apart else [],
        declined=[helper.key] if said_no else [],
        at=at,
    )
    monday = monday_of(part, at=at)
    known = known_in(part.group, [part], [monday])
    record = record_of(
        helper,
        load.get(person_id, NO_LOAD),
        part.group,
        experience=known.experience_of(helper),
        is_week_off=known.is_week_off(helper, monday),
        requirements_met=met_by(needed, person_id, organisation_id, group=part.group, at=at),
    )
    return judge(request, record, context)


def _request_left(part: NeedPart, leads_missing: int, needed: Needed, *, at: datetime) -> RequestRecord:
    """What is still asked: of the places that are left some may be for those who can lead."""
    left = part.people_needed - part.people_taken
    requirements = needed.by(part.category_id)
    return request_of(part, requirements=requirements, at=at, places=left, leads_missing=leads_missing)
