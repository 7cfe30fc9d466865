"""Writes about accounts. They leave no journal line: a journal belongs to a group, and an account to none."""

from manyhands.apps.accounts.actions.codes import (
    CodeAnswer,
    Outcome,
    TooManyCodesError,
    change_email_by_code,
    request_code,
    sign_in_by_code,
)
from manyhands.apps.accounts.actions.links import make_one_time_link, use_one_time_link
from manyhands.apps.accounts.actions.users import change_language, end_all_sessions, ensure_user

__all__ = [
    "CodeAnswer",
    "Outcome",
    "TooManyCodesError",
    "change_email_by_code",
    "change_language",
    "end_all_sessions",
    "ensure_user",
    "make_one_time_link",
    "request_code",
    "sign_in_by_code",
    "use_one_time_link",
]
