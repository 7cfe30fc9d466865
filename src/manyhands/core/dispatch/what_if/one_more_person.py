"""What if one more person helped: with a van on Tuesdays, say."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from manyhands.core.dispatch.records import VolunteerRecord
from manyhands.core.dispatch.what_if.situation import Situation
from manyhands.core.values.point import Point
from manyhands.core.values.week_slots import WeekSlots

NEWCOMER = "newcomer"
"""The id of somebody who does not exist. Others are called newcomer-2, and so on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OneMorePerson:
    """Somebody who is not there yet, in every pool in which something is asked.

    They have no task and never had one, so whoever is busy is glad of them. What is not said is what would make
    the answer depend on something else: the middle of where help is asked for, every language asked for, any
    time, the radius that most people have named.

    Attributes:
        point: where they start; None for the middle of all requests.
        has_vehicle: whether they have a car or van.
        week_slots: when they have time; None for any time.
        skills: what they can do.
        requirements_met: what they are checked for.
        languages: what they speak; None for every language that is asked for.
        radius_m: how far they go; None for what most people have named.
        tasks_per_week: how much they do, 1 or more.

    Raises:
        ValueError: when they would do nothing.
    """

    point: Point | None = None
    has_vehicle: bool = False
    week_slots: WeekSlots | None = None
    skills: AbstractSet[str] = frozenset()
    requirements_met: AbstractSet[str] = frozenset()
    languages: AbstractSet[str] | None = None
    radius_m: int | None = None
    tasks_per_week: int = 2

    def __post_init__(self) -> None:
        """Refuse somebody who would be no help."""
        if self.tasks_per_week < 1:
            raise ValueError(f"one more person must do 1 task a week or more, not {self.tasks_per_week}")

    def apply(self, situation: Situation) -> Situation:
        """Return the situation with one person more."""
        newcomers = [
            VolunteerRecord(
                id=_free_id(situation),
                pool=pool,
                point=self.point or situation.middle,
                skills=self.skills,
                requirements_met=self.requirements_met,
                languages=situation.languages if self.languages is None else self.languages,
                week_slots=WeekSlots.always() if self.week_slots is None else self.week_slots,
                radius_m=situation.usual_radius_m if self.radius_m is None else self.radius_m,
                capacity_per_week=self.tasks_per_week,
                has_vehicle=self.has_vehicle,
            )
            for pool in situation.pools
        ]
        return replace(situation, volunteers=(*situation.volunteers, *newcomers))


def _free_id(situation: Situation) -> str:
    """Return an id that nobody has."""
    taken, number, name = situation.people, 1, NEWCOMER
    while name in taken:
        number += 1
        name = f"{NEWCOMER}-{number}"
    return name
