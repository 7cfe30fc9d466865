"""Who could help with the part that is looked at: whom the plan proposes first, then everybody else who can."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.functional import SimpleLazyObject

from manyhands.apps.dispatch.board.queries.moves import moves_of
from manyhands.apps.dispatch.board.queries.needs import latest_run
from manyhands.apps.dispatch.board.queries.plan_beside import Line, PlanBeside, read_plan_beside
from manyhands.apps.dispatch.bridge.planning.inputs import week_of
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.bridge.words.explanations import ids_in
from manyhands.apps.dispatch.bridge.words.moves import sentence_of_move
from manyhands.apps.dispatch.models import Proposal, UnmetPart
from manyhands.apps.dispatch.queries.asking.how_many import Answers, ask_now, most_to_ask, pace_of
from manyhands.apps.dispatch.queries.asking.who_can import (
    PeopleWhoCan,
    PersonWhoCan,
    leaders_first,
    list_askable,
    list_people_who_can,
)
from manyhands.apps.dispatch.queries.people.helpers import find_helpers
from manyhands.apps.dispatch.queries.plans.elsewhere import Elsewhere, partners_who_could
from manyhands.apps.dispatch.queries.plans.names import name_of_part, names_of
from manyhands.apps.dispatch.queries.plans.sentences import say_stored, words_of
from manyhands.apps.dispatch.queries.plans.what_if_links import WhatIfLink, link_about
from manyhands.apps.dispatch.states import PRICES_FRESH_FOR, ProposalState
from manyhands.apps.groups.models import Skill
from manyhands.apps.needs.models import Need, NeedPart
from manyhands.apps.needs.states import PartState, is_time_over
from manyhands.apps.vetting.queries import needed_by_part
from manyhands.core.dispatch.ranking import Standing

SHOWN_AT_FIRST = 8


@dataclass(frozen=True, slots=True)
class Proposed:
    proposal: Line
    person: PersonWhoCan
    sentence: str


@dataclass(frozen=True, slots=True)
class Together:
    """The best, to be asked at once, because what is urgent cannot wait for one answer after the other."""

    people: list[PersonWhoCan]
    times_in_ten: int

    @property
    def keys(self) -> str:
        return "-".join(one.helper.key for one in self.people)


@dataclass(frozen=True, slots=True)
class PeopleBeside:
    """`others` are those who were asked, then those one may choose instead; `cannot` those who do not fit, with the
    reasons.
    """

    part: NeedPart
    proposed: list[Proposed] = field(default_factory=list)
    others: list[PersonWhoCan] = field(default_factory=list)
    cannot: list[PersonWhoCan] = field(default_factory=list)
    more: int = 0
    cannot_count: int = 0
    is_weighed: bool = False
    """Whether the others stand in the order that is best for everybody, by the prices of the plan."""
    unmet: str = ""
    """What stands in the way, in the engine's words, when the plan found nobody."""
    elsewhere: Elsewhere | None = None
    """Groups that share and have somebody."""
    what_if: WhatIfLink | None = None
    """What could be different about it, as a question that the plan answers."""
    together: Together | None = None
    moved: str = ""
    """Why somebody else is proposed than before."""
    is_time_over: bool = False
    """Somebody is still looked for, but not for a time that has gone by."""

    @property
    def is_open(self) -> bool:
        return self.part.state == PartState.OPEN and not self.is_time_over

    @property
    def next_to_ask(self) -> PersonWhoCan | None:
        """Whom one key asks where nobody is proposed."""
        return next((one for one in self.others if not one.is_asked), None)

    @property
    def can(self) -> int:
        return len(self.proposed) + len(self.others) + self.more


def choose_part(need: Need, part_id: int) -> NeedPart | None:
    """The part that was asked for; else the first that looks for somebody; else the first. Parts are prefetched."""
    parts = list(need.parts.all())
    named = [part for part in parts if part.pk == part_id]
    looking = [part for part in parts if part.state == PartState.OPEN]
    return next(iter([*named, *looking, *parts]), None)


def list_people_beside(
    part: NeedPart, skills: Iterable[Skill], *, language: str, at: datetime
) -> PeopleBeside:
    """`part` with its need, group and category, and the group's skills, as `find_need_beside` loads them."""
    people = list_people_who_can(part, language=language, at=at)
    plan = read_plan_beside(part, at=at)
    is_open = part.state == PartState.OPEN and not is_time_over(part, at=at)
    lines = plan.lines if is_open else []
    unmet = plan.unmet if is_open and not lines else None
    moves = moves_of(part.pk, plan.changes)
    stored = [line.explanation for line in lines] or ([unmet.explanation] if unmet else [])
    names = _names(part, people, ids_in(stored).union(*(move.ids() for move in moves)), language)
    # Asked for only when a sentence names a skill or a check.
    words: Any = SimpleLazyObject(
        lambda: words_of(skills, language) | needed_by_part(part).names_in(language)
    )
    sentences = say_stored(part.group, stored, language=language, names=names, words=words)
    prices = _fresh_prices(plan, part, at=at)
    if prices:
        weighed = sorted(people.can, key=lambda one: _cost(one, prices))
        people = replace(people, can=leaders_first(weighed, people.leads))
    found = _sorted_out(part, people, list(zip(lines, sentences, strict=False)))
    return replace(
        found,
        is_weighed=bool(prices),
        is_time_over=part.state == PartState.OPEN and not is_open,
        together=_together(part, [one.person for one in found.proposed], people, plan.answers, at=at),
        moved="".join(sentence_of_move(move, language=language, names=names) for move in moves),
        **(_unmet(part, unmet, sentences, language=language) if unmet else {}),
    )


def _names(part: NeedPart, people: PeopleWhoCan, ids: AbstractSet[str], language: str) -> Mapping[str, str]:
    """Most of them were read already."""
    parts = {f"p{one.pk}": one for one in part.need.parts.all()}
    rows = {one.helper.key: one.helper for one in [*people.can, *people.over_limit, *people.cannot]}
    known = {key: name_of_part(parts[key], language) for key in ids & parts.keys()}
    known |= {key: rows[key].name for key in ids & rows.keys()}
    return known | names_of(part.group, ids - known.keys(), language=language)


def _fresh_prices(plan: PlanBeside, part: NeedPart, *, at: datetime) -> Mapping[str, int]:
    """By helper: what it would cost everybody together to do without them, as the last plan found it."""
    is_fresh = plan.finished_at is not None and plan.finished_at > at - PRICES_FRESH_FOR
    return plan.prices.get(week_of(part, at=at).pool, {}) if is_fresh else {}


def _cost(person: PersonWhoCan, prices: Mapping[str, int]) -> tuple[int, int]:
    """As whoever is asked next is found: the price of somebody who is needed elsewhere holds their load already."""
    price = prices.get(person.helper.key) or 0
    return person.unknowns, person.cost_parts["travel"] + max(person.cost_parts["load"], price)


def _sorted_out(part: NeedPart, people: PeopleWhoCan, lines: list[tuple[Line, str]]) -> PeopleBeside:
    by_person = {one.helper.person_id: one for one in [*people.can, *people.over_limit, *people.cannot]}
    proposed = [
        Proposed(one, by_person[one.helper_id], sentence)
        for one, sentence in lines
        if one.helper_id in by_person
    ]
    keys = {one.person.helper.key for one in proposed}
    able = [one for one in [*people.can, *people.over_limit] if one.helper.key not in keys]
    cannot = [one for one in people.cannot if one.helper.key not in keys]
    # Whose answer is waited for stays in sight, however well they fit: nobody is to be asked too many, or forgotten.
    asked = [one for one in [*able, *cannot] if one.is_asked]
    others = [*asked, *(one for one in able if not one.is_asked)]
    cannot = [one for one in cannot if not one.is_asked]
    shown = max(SHOWN_AT_FIRST, len(asked))
    return PeopleBeside(
        part, proposed, others[:shown], cannot[:SHOWN_AT_FIRST], len(others[shown:]), len(cannot)
    )


def _together(
    part: NeedPart,
    proposed: list[PersonWhoCan],
    people: PeopleWhoCan,
    answers: Answers | None,
    *,
    at: datetime,
) -> Together | None:
    if part.state != PartState.OPEN or is_time_over(part, at=at) or not pace_of(part).asks_several:
        return None
    able = [*(one for one in proposed if one.standing is Standing.CAN_HELP), *people.can]
    best = {one.helper.person_id: one for one in list_askable(able)[: most_to_ask(part)]}
    now = ask_now(part, list(best), asked_before=people.asked, leads=people.leads, answers=answers, at=at)
    return Together([best[pk] for pk in now.helper_ids], now.times_in_ten) if now.count > 1 else None


def _unmet(part: NeedPart, line: UnmetPart, said: list[str], *, language: str) -> dict[str, Any]:
    return {
        "unmet": " ".join(said),
        "elsewhere": partners_who_could(part.group, [line]).get(part.pk),
        "what_if": link_about(part.group, line, part, language=language),
    }


def _proposals(part: NeedPart) -> list[Proposal]:
    rows = Proposal.objects.filter(run__in=latest_run(part.group), part=part, state=ProposalState.OPEN)
    return list(rows.select_related("helper", "organisation").order_by("pk"))


def find_proposed_helper(part: NeedPart) -> Helper | None:
    """Whom the plan proposes first for a part."""
    proposal = next(iter(_proposals(part)), None)
    if proposal is None:
        return None
    key = f"v{proposal.volunteer_id}" if proposal.volunteer_id else f"o{proposal.organisation_id}"
    return next(iter(find_helpers(part.group, [key])), None)
