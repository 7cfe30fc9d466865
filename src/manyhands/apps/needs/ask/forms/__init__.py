"""One form per question, in the order they are asked."""

from manyhands.apps.needs.ask.forms.base import Circumstances, Question
from manyhands.apps.needs.ask.forms.check import CheckForm
from manyhands.apps.needs.ask.forms.more import MoreForm
from manyhands.apps.needs.ask.forms.reach import ReachForm
from manyhands.apps.needs.ask.forms.what import WhatForm
from manyhands.apps.needs.ask.forms.when import WhenForm
from manyhands.apps.needs.ask.forms.where import WhereForm
from manyhands.apps.needs.ask.forms.who import WhoForm

__all__ = [
    "CheckForm",
    "Circumstances",
    "MoreForm",
    "Question",
    "ReachForm",
    "WhatForm",
    "WhenForm",
    "WhereForm",
    "WhoForm",
]
