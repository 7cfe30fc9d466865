"""Codes become bits: each pool has its own, and only for what somebody in it asks for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from manyhands.core.dispatch.arrays import EVERY_LANGUAGE
from manyhands.core.dispatch.problem import ProblemError, Vocabulary
from manyhands.core.dispatch.records import RequestRecord, VolunteerRecord

# A volunteer who has said which languages they speak has this bit, so that a request of which no
# language is known finds them, and one that needs a language nobody speaks does not.
_SOME_LANGUAGE: Final = 1 << 63

_VEHICLE: Final = ("vehicle", "vehicle")
_EXPERIENCE: Final = "experience"
_MOST_NEEDS: Final = 64
_MOST_LANGUAGES: Final = 63


class Words:
    """The bits of each pool, for writing masks.

    >>> request = RequestRecord(id="r1", pool="east", required_skills={"cooking"}, languages={"es"})
    >>> words = Words([request], [])
    >>> words.needs_of(request), words.languages_of("east", {"en", "es"}) & 1
    (1, 1)
    """

    def __init__(self, requests: Sequence[RequestRecord], volunteers: Sequence[VolunteerRecord]) -> None:
        needs: dict[str, set[tuple[str, str]]] = defaultdict(set)
        languages: dict[str, set[str]] = defaultdict(set)
        for request in requests:
            needs[request.pool].update(_needs(request) | _lead_needs(request))
            languages[request.pool].update(request.languages)
        pools = tuple(sorted({one.pool for one in requests} | {one.pool for one in volunteers}))
        for pool in pools:
            _check_room(pool, "skills, checks, vehicles and experience", needs[pool], _MOST_NEEDS)
            _check_room(pool, "languages", languages[pool], _MOST_LANGUAGES)
        self.vocabulary = Vocabulary(
            pools=pools,
            needs=tuple(tuple(sorted(needs[pool])) for pool in pools),
            languages=tuple(tuple(sorted(languages[pool])) for pool in pools),
        )
        self.number = {pool: number for number, pool in enumerate(pools)}
        self._need_bits = {
            (pool, *need): 1 << bit for pool in pools for bit, need in enumerate(sorted(needs[pool]))
        }
        self._asked_of = {
            pool: [(need, self._need_bits[pool, *need]) for need in sorted(needs[pool])] for pool in pools
        }
        self._language_bits = {
            (pool, code): 1 << bit for pool in pools for bit, code in enumerate(sorted(languages[pool]))
        }

    def needs_of(self, request: RequestRecord) -> int:
        """Return the bits of what a helper must have."""
        return self._mask(request.pool, _needs(request))

    def lead_needs_of(self, request: RequestRecord) -> int:
        """Return the bits of what those must have who lead."""
        return self._mask(request.pool, _lead_needs(request))

    def have_of(self, volunteer: VolunteerRecord) -> int:
        """Return the bits of what a volunteer has, as far as somebody asks for it."""
        vehicle, its_code = _VEHICLE
        has: dict[str, AbstractSet[str]] = {
            "skills": volunteer.skills,
            "requirements": volunteer.requirements_met,
            _EXPERIENCE: volunteer.experience,
            vehicle: frozenset({its_code}) if volunteer.has_vehicle else frozenset(),
        }
        return sum(bit for (rule, code), bit in self._asked_of[volunteer.pool] if code in has[rule])

    def languages_of(self, pool: str, codes: AbstractSet[str], *, some: int = _SOME_LANGUAGE) -> int:
        """Return the bits of a volunteer's languages; all of them when none was said."""
        if not codes:
            return EVERY_LANGUAGE
        return some | sum(self._language_bits.get((pool, code), 0) for code in codes)

    def languages_asked(self, request: RequestRecord) -> int:
        """Return the bits of a neighbour's languages; all of them when nobody asked."""
        return self.languages_of(request.pool, request.languages, some=0)

    def _mask(self, pool: str, needs: Iterable[tuple[str, str]]) -> int:
        """Return the bits of some needs; what nobody asks for has none."""
        return sum(self._need_bits.get((pool, *need), 0) for need in needs)


def _needs(request: RequestRecord) -> set[tuple[str, str]]:
    """Return the rule and the code of each thing that a helper must have."""
    needs = {("skills", code) for code in request.required_skills}
    needs |= {("requirements", code) for code in request.requirements}
    return needs | {_VEHICLE} if request.needs_vehicle else needs


def _lead_needs(request: RequestRecord) -> set[tuple[str, str]]:
    """Return the rule and the code of each thing that a lead must have; nothing where nobody leads."""
    if not request.leads:
        return set()
    needs = {(_EXPERIENCE, request.lead_experience)} if request.lead_experience is not None else set()
    return needs | {_VEHICLE} if request.lead_has_vehicle else needs


def _check_room(pool: str, what: str, asked: AbstractSet[object], most: int) -> None:
    """Refuse a pool that asks for more different things than a mask has bits."""
    if len(asked) > most:
        raise ProblemError(
            f"pool {pool!r} asks for {len(asked)} different {what}; at most {most} can be told apart"
        )
