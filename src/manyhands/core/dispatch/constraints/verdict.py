"""What a rule answers: yes, no or "we do not know", with a reason and the numbers behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

Fact: TypeAlias = int | str | tuple[str, ...] | datetime


class Outcome(StrEnum):
    """The three answers of a rule."""

    PASSES = "passes"
    FAILS = "fails"
    UNKNOWN = "unknown"
    """Somebody has not said what the rule asks about; it is neither held for nor against them."""


class Reason(StrEnum):
    """Why a rule does not simply pass: the code under which faces keep the sentence to say."""

    OTHER_POOL = "other_pool"
    BLOCKED = "blocked"
    DECLINED_BEFORE = "declined_before"
    PAUSED = "paused"
    WEEK_OFF = "week_off"
    REQUIREMENT_NOT_MET = "requirement_not_met"
    SKILL_MISSING = "skill_missing"
    NO_VEHICLE = "no_vehicle"
    VEHICLE_NOT_SAID = "vehicle_not_said"
    LEAD_NEEDED = "lead_needed"
    NO_COMMON_LANGUAGE = "no_common_language"
    LANGUAGE_OF_REQUEST_NOT_SAID = "language_of_request_not_said"
    LANGUAGE_OF_VOLUNTEER_NOT_SAID = "language_of_volunteer_not_said"
    NO_TIME_THEN = "no_time_then"
    AVAILABILITY_NOT_SAID = "availability_not_said"
    TOO_FAR = "too_far"
    PLACE_OF_REQUEST_NOT_KNOWN = "place_of_request_not_known"
    PLACE_OF_VOLUNTEER_NOT_KNOWN = "place_of_volunteer_not_known"
    RADIUS_NOT_SAID = "radius_not_said"
    OVER_OWN_LIMIT = "over_own_limit"
    LIMIT_NOT_SAID = "limit_not_said"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer about one pair.

    Attributes:
        outcome: the answer.
        reason: why it is not a simple yes; None when it is.
        facts: the numbers and codes behind the answer, by names that carry their units.

    >>> fails(Reason.TOO_FAR, distance_m=5_200, radius_m=4_000).facts["distance_m"]
    5200
    """

    outcome: Outcome
    reason: Reason | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def is_failure(self) -> bool:
        """Whether the pair must not be made as far as this rule knows."""
        return self.outcome is Outcome.FAILS

    @property
    def is_unknown(self) -> bool:
        """Whether the rule could not tell."""
        return self.outcome is Outcome.UNKNOWN


def passes(**facts: Fact) -> Verdict:
    """Return a yes."""
    return Verdict(Outcome.PASSES, None, facts)


def fails(reason: Reason, **facts: Fact) -> Verdict:
    """Return a no with its reason."""
    return Verdict(Outcome.FAILS, reason, facts)


def unknown(reason: Reason, **facts: Fact) -> Verdict:
    """Return "we do not know", with what has not been said."""
    return Verdict(Outcome.UNKNOWN, reason, facts)
