"""Whether one person's tasks fit into different hours."""

from collections.abc import Iterator

from manyhands.core.dispatch.problem import Problem


def hours_fit(problem: Problem, volunteer: int, requests: list[int]) -> bool:
    """Say whether the requests of a volunteer can each have a weekly slot of their own that suits both.

    Source: H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics
    Quarterly 2 (1955): a matching grows along augmenting paths.
    """
    own = int(problem.volunteers.slot_mask[volunteer])
    masks = [own & int(problem.requests.slot_mask[row]) for row in requests]
    taken: dict[int, int] = {}
    return all(_find_slot(task, masks, taken, set()) for task in range(len(masks)))


def _find_slot(task: int, masks: list[int], taken: dict[int, int], tried: set[int]) -> bool:
    """Give a task a slot, moving others to another one if need be."""
    for slot in _bits(masks[task]):
        if slot not in tried:
            tried.add(slot)
            if slot not in taken or _find_slot(taken[slot], masks, taken, tried):
                taken[slot] = task
                return True
    return False


def _bits(mask: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set."""
    while mask:
        yield (mask & -mask).bit_length() - 1
        mask &= mask - 1
