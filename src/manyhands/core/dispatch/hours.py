"""Whether one person's tasks fit into different hours: each takes another slot of the week."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from manyhands.core.dispatch.problem import Problem


def hours_fit(problem: "Problem", volunteer: int, requests: list[int]) -> bool:
    """Say whether the requests of a volunteer can each have a weekly slot of their own that suits both."""
    own = int(problem.volunteers.slot_mask[volunteer])
    return masks_fit([own & int(problem.requests.slot_mask[row]) for row in requests])


def masks_fit(masks: Sequence[int]) -> bool:
    """Say whether tasks can be put into different slots, given the slots that suit each.

    A task is taken to need one of its three-hour slots, and the slots to be those of one week.

    Args:
        masks: for each task the bits of the slots that suit both people.

    Source: H. W. Kuhn, "The Hungarian method for the assignment problem", Naval Research Logistics
    Quarterly 2 (1955): a matching grows along augmenting paths.

    >>> masks_fit([0b011, 0b001, 0b100]), masks_fit([0b011, 0b010, 0b011])
    (True, False)
    """
    return None not in place_most(masks)


def place_most(masks: Sequence[int]) -> list[int | None]:
    """Return different slots for as many tasks as can be; None for those that are left over.

    >>> place_most([0b11, 0b01, 0b11])
    [1, 0, None]
    """
    taken: dict[int, int] = {}
    for task in range(len(masks)):
        _find_slot(task, masks, taken, set())
    slot_of = {task: slot for slot, task in taken.items()}
    return [slot_of.get(task) for task in range(len(masks))]


def _find_slot(task: int, masks: Sequence[int], taken: dict[int, int], tried: set[int]) -> bool:
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
