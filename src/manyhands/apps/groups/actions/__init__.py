"""Writes about groups and their members, one file per noun."""

from manyhands.apps.groups.actions.creation import USUAL_CATEGORIES, NewGroup, create_group
from manyhands.apps.groups.actions.members import add_member

__all__ = ["USUAL_CATEGORIES", "NewGroup", "add_member", "create_group"]
