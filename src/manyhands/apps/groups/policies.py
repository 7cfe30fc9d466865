"""Who may: one table of named predicates for the whole platform; every app adds its own lines to it.

A predicate takes (membership or None, thing or None). `may` is the only way to ask.
"""

from typing import Any

import rules

from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.permissions import PERMISSIONS


def holds(permission: str) -> rules.Predicate:
    """True when the member's roles give `permission` in the group that the thing belongs to."""

    @rules.predicate(f"holds:{permission}")
    def predicate(membership: Membership | None, thing: Any = None) -> bool:
        if membership is None or permission not in membership.permissions:
            return False
        return thing is None or getattr(thing, "group_id", membership.group_id) == membership.group_id

    return predicate


for _name in PERMISSIONS:
    rules.add_rule(_name, holds(_name))


def may(membership: Membership | None, rule: str, thing: Any = None) -> bool:
    """Ask the table. An unknown rule is an error in the program, never a yes."""
    if not rules.rule_exists(rule):
        raise LookupError(f"No rule is called {rule!r}.")
    return bool(rules.test_rule(rule, membership, thing))
