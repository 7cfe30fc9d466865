"""Which pairs are feasible: one function, whatever finds them."""

from manyhands.core.dispatch.candidates.arcs import Arcs
from manyhands.core.dispatch.candidates.find import find_candidates

__all__ = ["Arcs", "find_candidates"]
