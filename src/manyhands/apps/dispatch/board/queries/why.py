"""Why somebody is not proposed: every rule's answer with its numbers, beside those of whom the plan proposes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from manyhands.apps.dispatch.board.queries.needs import latest_run
from manyhands.apps.dispatch.bridge.records import NO_LOAD, Helper, Load, moment_of
from manyhands.apps.dispatch.bridge.words.reasons import ReasonsInWords
from manyhands.apps.dispatch.models import Proposal
from manyhands.apps.dispatch.queries.asking.who_can import judge_helper
from manyhands.apps.dispatch.queries.people.load import loads_of
from manyhands.apps.dispatch.queries.plans.sentences import say_stored
from manyhands.apps.dispatch.states import ProposalState
from manyhands.apps.groups.queries import list_skills
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.vetting.queries import needed_by_part
from manyhands.core.dispatch.ranking import RankedCandidate
from manyhands.web.words import distance_in_words

_RULES = {
    "same_pool": gettext_lazy("Helps in this group"),
    "not_blocked": gettext_lazy("May meet"),
    "not_declined_before": gettext_lazy("Has not said no to this"),
    "not_paused": gettext_lazy("Is not on a break"),
    "not_this_week": gettext_lazy("Has not kept this week free"),
    "leads": gettext_lazy("Has done this before, where one of them must have"),
    "requirements": gettext_lazy("Is checked for this"),
    "skills": gettext_lazy("Knows how"),
    "vehicle": gettext_lazy("Has a vehicle for it"),
    "language": gettext_lazy("Speaks the language"),
    "availability": gettext_lazy("Has time then"),
    "distance": gettext_lazy("Is within reach"),
    "capacity": gettext_lazy("Has room this week"),
}


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """`state`: yes, no or unknown."""

    name: str
    state: str
    text: str


@dataclass(frozen=True, slots=True)
class WhyNot:
    helper: Helper
    answers: list[RuleAnswer]
    comparisons: list[str]
    """Against whom the plan proposes: farther, busier. Empty when a rule already says no, or nobody is proposed."""

    @property
    def is_possible(self) -> bool:
        return all(answer.state != "no" for answer in self.answers)


def explain_why_not(
    part: NeedPart, helper: Helper, proposed: Helper | None, *, language: str, at: datetime
) -> WhyNot:
    candidate = judge_helper(part, helper, at=at)
    words = ReasonsInWords(
        part.group,
        list_skills(part.group),
        checks=needed_by_part(part).names_in(language),
        language=language,
        at=at,
    )
    answers = [_answer(name, candidate, words) for name in candidate.verdicts]
    comparisons = []
    if proposed is not None and proposed.key != helper.key and not candidate.failures:
        people = [helper.person.pk, proposed.person.pk]
        loads = loads_of(people, part.group, moment=moment_of(part, at=at))
        other = judge_helper(part, proposed, at=at)
        comparisons = [
            *_weighed(part, helper, language=language),
            *_ways(part, candidate, other, proposed),
            *_loads(helper, proposed, loads),
        ]
    return WhyNot(helper, answers, comparisons)


def _answer(name: str, candidate: RankedCandidate, words: ReasonsInWords) -> RuleAnswer:
    verdict = candidate.verdicts[name]
    state = "no" if verdict.is_failure else "unknown" if verdict.is_unknown else "yes"
    return RuleAnswer(str(_RULES.get(name, name)), state, words.say(verdict))


def _weighed(part: NeedPart, helper: Helper, *, language: str) -> list[str]:
    """What the plan has found that choosing them instead would cost everybody; nothing where it did not ask."""
    lines = Proposal.objects.filter(run__in=latest_run(part.group), part=part, state=ProposalState.OPEN)
    found = [line.explanation.get("others", {}).get(helper.key) for line in lines.order_by("pk")]
    return say_stored(part.group, [one for one in found if one][:1], language=language)


def _ways(part: NeedPart, mine: RankedCandidate, other: RankedCandidate, proposed: Helper) -> list[str]:
    if mine.distance_m is None or other.distance_m is None:
        return []
    unit = part.group.distance_unit
    return [
        _("The way is %(mine)s; for %(name)s it is %(other)s.")
        % {
            "mine": distance_in_words(mine.distance_m, unit),
            "name": proposed.name,
            "other": distance_in_words(other.distance_m, unit),
        }
    ]


def _loads(helper: Helper, proposed: Helper, loads: dict[int, Load]) -> list[str]:
    mine, other = (loads.get(one.person.pk, NO_LOAD) for one in (helper, proposed))
    this_week = _("This week: %(mine)d of %(mine_limit)d; %(name)s has %(other)d of %(other_limit)d.") % {
        "mine": mine.this_week,
        "mine_limit": helper.card.tasks_per_week,
        "name": proposed.name,
        "other": other.this_week,
        "other_limit": proposed.card.tasks_per_week,
    }
    recent = ngettext(
        "In the four weeks before: %(mine)d task; %(name)s has %(other)d.",
        "In the four weeks before: %(mine)d tasks; %(name)s has %(other)d.",
        mine.recent,
    ) % {"mine": mine.recent, "name": proposed.name, "other": other.recent}
    return [this_week, recent]
