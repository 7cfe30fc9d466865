"""Whether the list of feasible pairs is complete and true: a proof over a part of them proves nothing."""

from collections.abc import Iterator

import numpy as np

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.conditions import broken_rules, distances_m, keys
from manyhands.core.dispatch.ledger import wishes
from manyhands.core.dispatch.problem import Int64, Problem
from manyhands.core.dispatch.verify.certificate import Fault, Finding
from manyhands.core.dispatch.verify.tables import finding

_PAIRS_AT_ONCE = 1 << 21


def is_readable(problem: Problem, arcs: Arcs) -> bool:
    """Say whether the rows are well formed: as many as requests, ascending, within the tables."""
    start, volunteer = arcs.start, arcs.volunteer
    if start.shape != (len(problem.requests) + 1,) or start[0] != 0 or start[-1] != len(volunteer):
        return False
    if (np.diff(start) < 0).any() or len(arcs.distance_m) != len(arcs) or len(arcs.preference) != len(arcs):
        return False
    if ((volunteer < 0) | (volunteer >= len(problem.volunteers))).any():
        return False
    arc_keys = keys(problem, arcs.request, volunteer)
    return bool((np.diff(arc_keys) > 0).all())


def check_arcs(problem: Problem, arcs: Arcs) -> Iterator[Finding]:
    """Yield what is wrong with the pairs: invented, missing, or with a wrong distance or wish."""
    if not is_readable(problem, arcs):
        yield Finding(fault=Fault.ARC_WRONG, count=1)
        return
    requests, volunteers = arcs.request, arcs.volunteer
    broken = np.zeros(len(arcs), dtype=np.bool_)
    for flags in broken_rules(problem, requests, volunteers).values():
        broken |= flags
    yield from finding(Fault.ARC_INVENTED, requests[broken], volunteers[broken])
    wrong = (arcs.distance_m != distances_m(problem, requests, volunteers)) | (
        arcs.preference != wishes(problem, requests, volunteers)
    )
    wrong &= ~broken
    yield from finding(Fault.ARC_WRONG, requests[wrong], volunteers[wrong])
    held = keys(problem, requests, volunteers)
    missing = np.concatenate([held[:0], *(_not_among(some, held) for some in feasible_keys(problem))])
    yield from finding(Fault.ARC_MISSING, *np.divmod(missing, max(1, len(problem.volunteers))))


def _not_among(keys_sought: Int64, held: Int64) -> Int64:
    """Return the keys that are not held; those that are held ascend, so that each is looked up by halving."""
    places = np.searchsorted(held, keys_sought)
    is_held = np.zeros(len(keys_sought), dtype=np.bool_)
    inside = places < len(held)
    is_held[inside] = held[places[inside]] == keys_sought[inside]
    return keys_sought[~is_held]


def feasible_keys(problem: Problem) -> Iterator[Int64]:
    """Yield the keys of all feasible pairs, found by looking at every pair within a pool.

    Volunteers who are full or lack a skill are put aside once for all requests that need the same;
    the rest is looked at pair by pair, some at a time to spare memory.
    """
    asked, helping = problem.requests, problem.volunteers
    groups = np.stack([asked.pool.astype(np.uint64), asked.need_mask], axis=1)
    kinds, kind_of = np.unique(groups, axis=0, return_inverse=True)
    kind_of = kind_of.reshape(-1)
    for kind, (pool, need) in enumerate(kinds):
        able = np.flatnonzero(
            (helping.pool.astype(np.uint64) == pool)
            & (helping.capacity > 0)
            & ((need & ~helping.have_mask) == 0)
        )
        if not len(able):
            continue
        rows = np.flatnonzero(kind_of == kind)
        for part in np.array_split(rows, -(-len(rows) * len(able) // _PAIRS_AT_ONCE)):
            requests, volunteers = np.repeat(part, len(able)), np.tile(able, len(part))
            broken = np.zeros(len(requests), dtype=np.bool_)
            for flags in broken_rules(problem, requests, volunteers).values():
                broken |= flags
            yield keys(problem, requests[~broken], volunteers[~broken])
