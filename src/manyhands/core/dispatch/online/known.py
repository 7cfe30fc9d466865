"""What is known between two people: who must not meet, who had been told of whom, and who wishes for whom."""

from collections import defaultdict
from collections.abc import Iterable

from manyhands.core.dispatch.problem import TOO_SHORT, Int64, Problem

Pair = tuple[int, int]


class Known:
    """Pairs of rows by request, so that looking around a new request does not cost what the whole pool does.

    Attributes:
        blocked: pairs that must not be made, with every reason why.
        wishes: what pairs cost besides, in units of 10 m.
        published: pairs that people had been told of.
    """

    def __init__(self, problem: Problem) -> None:
        self.blocked: dict[Pair, set[int]] = {}
        self.wishes: dict[Pair, int] = {}
        self.published: set[Pair] = set()
        self._about: defaultdict[int, set[int]] = defaultdict(set)
        for (request, volunteer), why in zip(
            problem.blocked.tolist(), problem.blocked_why.tolist(), strict=True
        ):
            self.block((request, volunteer), why)
        for request, volunteer in problem.published.tolist():
            self.publish((request, volunteer))
        wishes = problem.preferences
        for (request, volunteer), cost in zip(wishes.pairs.tolist(), wishes.cost.tolist(), strict=True):
            self.wish((request, volunteer), cost)

    def block(self, pair: Pair, why: int) -> None:
        """Never make a pair again."""
        self.blocked.setdefault(pair, set()).add(why)
        self._about[pair[0]].add(pair[1])

    def publish(self, pair: Pair) -> None:
        """Count a pair among those that people had been told of."""
        self.published.add(pair)
        self._about[pair[0]].add(pair[1])

    def wish(self, pair: Pair, cost: int) -> None:
        """Let a pair cost something besides."""
        self.wishes[pair] = cost
        self._about[pair[0]].add(pair[1])

    def forget(self, request: int) -> None:
        """Forget all about a request."""
        for volunteer in self._about.pop(request, ()):
            pair = request, volunteer
            self.blocked.pop(pair, None)
            self.wishes.pop(pair, None)
            self.published.discard(pair)

    def forget_short(self, requests: Iterable[int], volunteers: Iterable[int]) -> None:
        """Forget which pairs of these have too few hours in common: somebody's hours may have changed."""
        those = set(volunteers)
        for request in requests:
            for volunteer in self._about.get(request, set()) & those:
                self.blocked.get((request, volunteer), set()).discard(TOO_SHORT)

    def between(self, requests: Int64, volunteers: Int64) -> dict[Pair, Pair]:
        """Return the pairs between these rows of which anything is known, each with its places in the two lists."""
        about = [(place, row) for place, row in enumerate(requests.tolist()) if row in self._about]
        if not about:
            return {}
        place_of = {volunteer: place for place, volunteer in enumerate(volunteers.tolist())}
        return {
            (request, volunteer): (place, place_of[volunteer])
            for place, request in about
            for volunteer in sorted(self._about[request] & place_of.keys())
        }
