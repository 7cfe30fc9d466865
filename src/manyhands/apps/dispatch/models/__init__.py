"""What is kept of who helps whom: the pairings, the plans that propose them, and the small things of the board."""

from manyhands.apps.dispatch.models.assignment import Assignment
from manyhands.apps.dispatch.models.board import BoardPresence, SavedView
from manyhands.apps.dispatch.models.partner import PartnerAsk
from manyhands.apps.dispatch.models.run import Proposal, Run, UnmetPart
from manyhands.apps.dispatch.models.what_if import WhatIf

__all__ = ["Assignment", "BoardPresence", "PartnerAsk", "Proposal", "Run", "SavedView", "UnmetPart", "WhatIf"]
