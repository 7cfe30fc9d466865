"""Who may come in: by which page (`pages`), and with which token (`programs`, loaded only with the API)."""

from manyhands.apps.groups.access.pages import (
    GroupRequest,
    MemberRequest,
    View,
    enter_group,
    member_page,
    public_page,
)

__all__ = ["GroupRequest", "MemberRequest", "View", "enter_group", "member_page", "public_page"]
