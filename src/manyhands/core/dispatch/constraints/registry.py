"""Every rule, in the order in which its answer is told, and why it exists."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from manyhands.core.dispatch.constraints import (
    availability,
    capacity,
    distance,
    language,
    leads,
    not_blocked,
    not_declined_before,
    not_paused,
    not_this_week,
    requirements,
    same_pool,
    skills,
    vehicle,
)
from manyhands.core.dispatch.constraints.verdict import Verdict
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

if TYPE_CHECKING:
    from manyhands.core.dispatch.pairs import Bools, PairColumns

Check: TypeAlias = Callable[[RequestRecord, VolunteerRecord, MatchContext], Verdict]
Mask: TypeAlias = Callable[["PairColumns"], "Bools"]


class Rule(NamedTuple):
    """A rule with its name, its reason for being and its two forms.

    Attributes:
        name: the rule's name, the same as its file's.
        check: the answer for one request and one volunteer.
        mask: the same for many pairs of one pool at once, true where the pair may be made. What
            somebody has not said is decided there as ``columns`` says.
        justification: one sentence for whoever asks why the rule is there.
        is_soft: whether a volunteer may be asked all the same, if told that it is not met.
    """

    name: str
    check: Check
    mask: Mask
    justification: str
    is_soft: bool = False


RULES: tuple[Rule, ...] = (
    Rule(
        "same_pool",
        same_pool.check,
        same_pool.mask,
        "People are asked by the group they joined, or by groups that it agreed to share with.",
    ),
    Rule(
        "not_blocked",
        not_blocked.check,
        not_blocked.mask,
        "Two people of whom one has reason to keep away from the other never meet through us.",
    ),
    Rule(
        "not_declined_before",
        not_declined_before.check,
        not_declined_before.mask,
        "A no is taken for an answer: nobody is asked twice for the same thing.",
    ),
    Rule(
        "not_paused",
        not_paused.check,
        not_paused.mask,
        "Whoever takes a pause is left in peace until it ends.",
    ),
    Rule(
        "not_this_week",
        not_this_week.check,
        not_this_week.mask,
        "A week that somebody has kept free stays free, without a pause that has to be explained.",
    ),
    Rule(
        "requirements",
        requirements.check,
        requirements.mask,
        "Help that could hurt in the wrong hands is given only by people who were checked for it.",
    ),
    Rule(
        "skills",
        skills.check,
        skills.mask,
        "Some kinds of help need somebody who knows how.",
    ),
    Rule(
        "vehicle",
        vehicle.check,
        vehicle.mask,
        "What does not fit into a bag needs a car or a van.",
    ),
    Rule(
        "leads",
        leads.check,
        leads.mask,
        "Where several people help together, the last places are kept for those who know how or can drive.",
    ),
    Rule(
        "language",
        language.check,
        language.mask,
        "Two people who meet at a door have to understand each other.",
    ),
    Rule(
        "availability",
        availability.check,
        availability.mask,
        "Help has to come when the neighbour is there and the volunteer has time.",
    ),
    Rule(
        "distance",
        distance.check,
        distance.mask,
        "Each volunteer says how far they go, and is not asked to go farther.",
    ),
    Rule(
        "capacity",
        capacity.check,
        capacity.mask,
        "A volunteer never exceeds the number of tasks they have named without saying yes to it.",
        is_soft=True,
    ),
)


def check_all(
    request: RequestRecord, volunteer: VolunteerRecord, context: MatchContext
) -> dict[str, Verdict]:
    """Return every rule's answer about one pair, by the rule's name, in the order of ``RULES``.

    All rules are asked, also after one has failed: whoever reads the answer wants all reasons.

    >>> from datetime import UTC, datetime
    >>> from zoneinfo import ZoneInfo
    >>> context = MatchContext(at=datetime(2026, 3, 9, 12, tzinfo=UTC), zone=ZoneInfo("America/Detroit"))
    >>> request = RequestRecord(id="r1", pool="east", required_skills={"cooking"}, is_remote=True)
    >>> verdicts = check_all(request, VolunteerRecord(id="v1", pool="west"), context)
    >>> [name for name, verdict in verdicts.items() if verdict.is_failure]
    ['same_pool', 'skills']
    """
    return {rule.name: rule.check(request, volunteer, context) for rule in RULES}
