"""What would be different if: a change of the question, planned on a copy, beside the plan as things are."""

from manyhands.core.dispatch.what_if.change import CHANGES, Change, change_of
from manyhands.core.dispatch.what_if.compare import Comparison, compare
from manyhands.core.dispatch.what_if.figures import Figures, Share
from manyhands.core.dispatch.what_if.situation import Situation

__all__ = ["CHANGES", "Change", "Comparison", "Figures", "Share", "Situation", "change_of", "compare"]
