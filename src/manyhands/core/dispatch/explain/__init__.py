"""Why somebody was chosen, why somebody else was not, and why nobody was."""

from manyhands.core.dispatch.explain.case import Said
from manyhands.core.dispatch.explain.explainer import Explainer, explain
from manyhands.core.dispatch.explanation import Code, Explanation, Kind, PassedOver, Remark

__all__ = ["Code", "Explainer", "Explanation", "Kind", "PassedOver", "Remark", "Said", "explain"]
