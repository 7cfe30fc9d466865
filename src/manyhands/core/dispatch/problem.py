"""What is asked of the engine: who needs what, who could do it, in columns, checked once when made."""

from dataclasses import dataclass, field

import numpy as np

from manyhands.core.dispatch.checks import (
    check_blocked,
    check_pairs,
    check_places,
    check_requests,
    check_volunteers,
    check_wishes,
    check_words,
)
from manyhands.core.dispatch.tables import (
    DECLINED,
    KEPT_APART,
    NO_PAIRS,
    NO_WHY,
    NOWHERE,
    PLACED,
    REMOTE,
    TOO_SHORT,
    Float64,
    Ids,
    Int8,
    Int16,
    Int32,
    Int64,
    PairTable,
    Places,
    ProblemError,
    RequestTable,
    TooManyPairsError,
    UInt64,
    VolunteerTable,
    columns_of,
)

__all__ = [
    "DECLINED",
    "KEPT_APART",
    "NOWHERE",
    "NO_PAIRS",
    "PLACED",
    "REMOTE",
    "TOO_SHORT",
    "Float64",
    "Ids",
    "Int8",
    "Int16",
    "Int32",
    "Int64",
    "PairTable",
    "Places",
    "Problem",
    "ProblemError",
    "RequestTable",
    "TooManyPairsError",
    "UInt64",
    "Vocabulary",
    "VolunteerTable",
    "columns_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the bits of the masks stand for; each is a tuple by the number of the pool, then by bit.

    Attributes:
        pools: the names of the pools.
        needs: (name of the rule, code) of each bit of ``need_mask``, such as ("skills", "cooking"),
            ("requirements", "reference") or ("vehicle", "vehicle"); those of ``lead_mask`` too, such
            as ("experience", "moving").
        languages: the code of each bit of ``language_mask``; only languages that somebody asks for.
    """

    pools: tuple[str, ...] = ()
    needs: tuple[tuple[tuple[str, str], ...], ...] = ()
    languages: tuple[tuple[str, ...], ...] = ()

    def bits_of(self, rule: str, pool: int) -> int:
        """Return the bits of a pool that belong to a rule; without a vocabulary all are skills.

        >>> words = Vocabulary(pools=("east",), needs=((("skills", "cooking"), ("vehicle", "vehicle")),))
        >>> words.bits_of("vehicle", 0), Vocabulary().bits_of("vehicle", 0)
        (2, 0)
        """
        if not self.needs:
            return 2**64 - 1 if rule == "skills" else 0
        return sum(1 << bit for bit, (owner, _code) in enumerate(self.needs[pool]) if owner == rule)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Problem:
    """The whole question. Pairs are (request row, volunteer row), rows counted from 0.

    Attributes:
        requests: what is needed.
        volunteers: who could help.
        blocked: pairs that must not be made.
        blocked_why: for each of them KEPT_APART, DECLINED or TOO_SHORT; left out, they are kept
            apart. A pair may be listed once for each reason.
        preferences: pairs that are wanted, or not, but possible either way.
        published: pairs of an earlier plan, told or only proposed, that should not be torn up for nothing.
        places: where everything is on the earth; None when only the projection is known.
        vocabulary: what the bits mean; empty when nobody has said.

    Raises:
        ProblemError: when a row cannot be; it names the row and says what to mend.
    """

    requests: RequestTable
    volunteers: VolunteerTable
    blocked: Int32 = field(default_factory=lambda: NO_PAIRS)
    blocked_why: Int8 = field(default_factory=lambda: NO_WHY)
    preferences: PairTable = field(default_factory=PairTable)
    published: Int32 = field(default_factory=lambda: NO_PAIRS)
    places: Places | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def __post_init__(self) -> None:
        """Refuse what no plan can be made from, once and for all."""
        check_requests(self.requests)
        check_volunteers(self.volunteers)
        shape = len(self.requests), len(self.volunteers)
        check_pairs("blocked", self.blocked, shape)
        check_pairs("published", self.published, shape)
        check_wishes(self.preferences, shape)
        if not len(self.blocked_why):
            object.__setattr__(self, "blocked_why", np.full(len(self.blocked), KEPT_APART, dtype=np.int8))
        check_blocked(self.blocked, self.blocked_why)
        words = self.vocabulary
        check_words([*map(len, words.needs)], [*map(len, words.languages)], self.requests, self.volunteers)
        if self.places is not None:
            check_places(self.places, self.requests, self.volunteers)
