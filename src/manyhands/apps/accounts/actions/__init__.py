"""Writes about accounts. They leave no journal line: a journal belongs to a group, and an account to none."""

from manyhands.apps.accounts.actions.addresses import (
    add_phone_by_code,
    change_email_by_code,
    remove_phone,
    sign_in_by_code,
)
from manyhands.apps.accounts.actions.codes import (
    Asked,
    CodeAnswer,
    Outcome,
    request_code,
    request_code_by_text,
    try_code,
)
from manyhands.apps.accounts.actions.devices import (
    change_session_hash,
    end_all_sessions,
    end_device,
    end_everybodys_sessions,
    end_other_devices,
    forget_ended_devices,
    note_device,
)
from manyhands.apps.accounts.actions.limits import Sender, TooManyCodesError
from manyhands.apps.accounts.actions.links import make_one_time_link, use_one_time_link
from manyhands.apps.accounts.actions.losses import (
    OwnLossError,
    end_loss,
    let_go,
    report_loss,
    vouch_for_loss,
)
from manyhands.apps.accounts.actions.users import change_language, ensure_user

__all__ = [
    "Asked",
    "CodeAnswer",
    "Outcome",
    "OwnLossError",
    "Sender",
    "TooManyCodesError",
    "add_phone_by_code",
    "change_email_by_code",
    "change_language",
    "change_session_hash",
    "end_all_sessions",
    "end_device",
    "end_everybodys_sessions",
    "end_loss",
    "end_other_devices",
    "ensure_user",
    "forget_ended_devices",
    "let_go",
    "make_one_time_link",
    "note_device",
    "remove_phone",
    "report_loss",
    "request_code",
    "request_code_by_text",
    "sign_in_by_code",
    "try_code",
    "use_one_time_link",
    "vouch_for_loss",
]
