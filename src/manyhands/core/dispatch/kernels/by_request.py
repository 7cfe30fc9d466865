"""Pairs that were found person by person become rows by request: counted first, then each put in its place.

Invariant: people come in the order of their rows, so each row of the outcome is ascending without sorting.

Time: O(pairs), twice. Memory: none besides the outcome.
"""

from manyhands.core.dispatch.kernels.compiled import lean
from manyhands.core.dispatch.problem import Int32, Int64


@lean
def count_rows(requests: Int32, counts: Int64) -> None:
    """Add to each request how many of the pairs are its."""
    for at in range(len(requests)):
        counts[requests[at]] += 1


@lean
def fill_rows(
    people: Int32, upto: Int32, pairs: tuple[Int32, Int32], place: Int64, rows: tuple[Int32, Int32]
) -> None:
    """Put pairs, given person by person, into compressed rows by request; each row is then in the order of people.

    Args:
        people: the volunteers' rows.
        upto: for each of them where their pairs end.
        pairs: of each the request and the distance.
        place: where the next pair of each request goes; moved on.
        rows: volunteers and distances, written to.
    """
    requests, apart = pairs
    volunteers, distance_m = rows
    begin = 0
    for number in range(len(people)):
        end = upto[number]
        for at in range(begin, end):
            to = place[requests[at]]
            volunteers[to], distance_m[to] = people[number], apart[at]
            place[requests[at]] = to + 1
        begin = end
