"""Why somebody was chosen, why somebody else was not, and why nobody was."""

from manyhands.core.dispatch.explanation import Code, Explanation, Kind, PassedOver, Remark

__all__ = ["Code", "Explanation", "Kind", "PassedOver", "Remark"]
