"""Every component in all its states on one page: to look at while drawing, in DEBUG and in the demo only."""

from manyhands.web.gallery.views import gallery, problem, question

__all__ = ["gallery", "problem", "question"]
