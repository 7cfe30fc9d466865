"""Writes about who has been checked, one file per noun."""

from manyhands.apps.vetting.actions.agreements import end_signed
from manyhands.apps.vetting.actions.checks import (
    CheckMoveRefusedError,
    OwnCheckError,
    WrongSubjectError,
    ask_for,
    decide,
    end_check,
    hand_in,
    sign_agreement,
    take_up,
    withdraw,
)
from manyhands.apps.vetting.actions.exemptions import ExemptionEndedError, end_exemption, exempt
from manyhands.apps.vetting.actions.forgetting import forget_checks_of
from manyhands.apps.vetting.actions.reminders import remind_group
from manyhands.apps.vetting.actions.requirements import (
    RequirementDetails,
    add_requirement,
    change_requirement,
    take_shipped_requirements,
)

__all__ = [
    "CheckMoveRefusedError",
    "ExemptionEndedError",
    "OwnCheckError",
    "RequirementDetails",
    "WrongSubjectError",
    "add_requirement",
    "ask_for",
    "change_requirement",
    "decide",
    "end_check",
    "end_exemption",
    "end_signed",
    "exempt",
    "forget_checks_of",
    "hand_in",
    "remind_group",
    "sign_agreement",
    "take_shipped_requirements",
    "take_up",
    "withdraw",
]
