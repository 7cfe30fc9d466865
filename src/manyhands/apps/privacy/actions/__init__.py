"""Writes about who may see what: links, grants and readings, consents, exports, erasure."""

from manyhands.apps.privacy.actions.consents import give_consent
from manyhands.apps.privacy.actions.erasure import erase_person, register_erasure
from manyhands.apps.privacy.actions.exports import export_person, register_export
from manyhands.apps.privacy.actions.grants import close_grants, note_reading, open_grant
from manyhands.apps.privacy.actions.links import make_link, revoke_links

__all__ = [
    "close_grants",
    "erase_person",
    "export_person",
    "give_consent",
    "make_link",
    "note_reading",
    "open_grant",
    "register_erasure",
    "register_export",
    "revoke_links",
]
