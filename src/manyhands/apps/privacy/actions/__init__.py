"""Writes about who may see what: links, grants and readings, consents, exports, erasure."""

from manyhands.apps.privacy.actions.archive import MEDIA_TYPE, make_archive
from manyhands.apps.privacy.actions.consents import give_consent, register_withdrawal, withdraw_consent
from manyhands.apps.privacy.actions.erasure import erase_person, register_erasure
from manyhands.apps.privacy.actions.exports import (
    export_person,
    list_all_extracts,
    pack_persons,
    register_export,
)
from manyhands.apps.privacy.actions.grants import close_grants, note_reading, open_grant
from manyhands.apps.privacy.actions.holds import HeldError, end_hold, hold, refuse_if_held
from manyhands.apps.privacy.actions.leaving import forget_member
from manyhands.apps.privacy.actions.links import make_link, revoke_links
from manyhands.apps.privacy.actions.retention import (
    forget_what_is_due,
    register_forgetting,
    register_use_of_cards,
)

__all__ = [
    "MEDIA_TYPE",
    "HeldError",
    "close_grants",
    "end_hold",
    "erase_person",
    "export_person",
    "forget_member",
    "forget_what_is_due",
    "give_consent",
    "hold",
    "list_all_extracts",
    "make_archive",
    "make_link",
    "note_reading",
    "open_grant",
    "pack_persons",
    "refuse_if_held",
    "register_erasure",
    "register_export",
    "register_forgetting",
    "register_use_of_cards",
    "register_withdrawal",
    "revoke_links",
    "withdraw_consent",
]
