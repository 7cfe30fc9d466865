"""What is known between two people is kept for exactly them."""

import numpy as np

from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.online.known import Known
from manyhands.core.dispatch.problem import DECLINED, KEPT_APART, TOO_SHORT


def known():
    """Two requests and three people, of whom something is known."""
    return Known(
        from_arrays(
            requests={"id": [1, 2]},
            volunteers={"id": [7, 8, 9]},
            blocked=[(0, 0), (0, 0), (0, 1), (1, 0)],
            blocked_why=[TOO_SHORT, KEPT_APART, TOO_SHORT, TOO_SHORT],
            preferences=[(0, 2, -5), (1, 2, 6)],
            published=[(0, 1), (1, 1)],
        )
    )


def test_all_reasons_are_kept():
    one = known()
    one.block((0, 1), DECLINED)

    assert one.blocked == {
        (0, 0): {TOO_SHORT, KEPT_APART},
        (0, 1): {TOO_SHORT, DECLINED},
        (1, 0): {TOO_SHORT},
    }
    assert one.wishes == {(0, 2): -5, (1, 2): 6}
    assert one.published == {(0, 1), (1, 1)}


def test_hours_are_forgotten_of_those_alone_whose_hours_may_be_others():
    one = known()

    one.forget_short([0], [0, 2])

    assert one.blocked == {(0, 0): {KEPT_APART}, (0, 1): {TOO_SHORT}, (1, 0): {TOO_SHORT}}


def test_whatever_is_known_of_a_request_goes_with_it():
    one = known()

    one.forget(0)
    one.forget(5)

    assert one.blocked == {(1, 0): {TOO_SHORT}}
    assert (one.wishes, one.published) == ({(1, 2): 6}, {(1, 1)})
    assert one.between(np.array([0, 1]), np.arange(3)) == {
        (1, 0): (1, 0),
        (1, 1): (1, 1),
        (1, 2): (1, 2),
    }


def test_pairs_are_told_with_their_places():
    found = known().between(np.array([1, 0]), np.array([2, 0]))

    assert list(found.items()) == [((1, 0), (0, 1)), ((1, 2), (0, 0)), ((0, 0), (1, 1)), ((0, 2), (1, 0))]
    assert known().between(np.array([5]), np.array([0])) == {}
