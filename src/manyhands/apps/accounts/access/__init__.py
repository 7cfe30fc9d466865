"""How well somebody has shown who they are: kept in the session, asked by every page that minds."""

from manyhands.apps.accounts.access.fresh import SignedInRequest, fresh_page
from manyhands.apps.accounts.access.known import remember_browser, sender_of
from manyhands.apps.accounts.access.proofs import (
    HalfWay,
    find_half_way,
    forget_half_way,
    go_half_way,
    has_two_factors,
    is_fresh,
    note_proof,
    signed_in_at,
)

__all__ = [
    "HalfWay",
    "SignedInRequest",
    "find_half_way",
    "forget_half_way",
    "fresh_page",
    "go_half_way",
    "has_two_factors",
    "is_fresh",
    "note_proof",
    "remember_browser",
    "sender_of",
    "signed_in_at",
]
