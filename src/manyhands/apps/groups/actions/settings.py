from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from manyhands.apps.groups.models import Group
from manyhands.apps.journal.actions import record
from manyhands.storage.actors import Actor

CHANGEABLE = frozenset(
    {
        "name", "about", "time_zone", "languages", "distance_unit", "area_kind", "area", "meeting_mode", "join_mode",
        "emergency_number", "help_phone", "help_hours", "signpost", "is_listed", "still_needed_after_days",
        "invitation_hours", "invitations_per_week", "grace_hours", "keep_closed_days", "keep_at_most_days",
        "base_map", "plan_style", "invite_chance_percent",
    }
)  # fmt: skip
"""What the settings pages may write. The slug stays: it is on paper, on posters, in messages."""


@transaction.atomic
def change_group(group: Group, answers: Mapping[str, Any], *, by: Actor, at: datetime) -> Group:
    """Write the answers of one page of settings; only what differs is written and noted."""
    unknown = set(answers) - CHANGEABLE
    if unknown:
        raise ValueError(f"Not settings of a group: {sorted(unknown)}")
    changed = [name for name, answer in answers.items() if getattr(group, name) != answer]
    for name in changed:
        setattr(group, name, answers[name])
    if changed:
        group.save(update_fields=changed)
        record("group.changed", group, by=by, at=at, fields=changed, group_id=group.pk)
    return group


@transaction.atomic
def pause_intake(group: Group, *, until: datetime, note: str = "", by: Actor, at: datetime) -> Group:
    """Take no new requests until then; the public pages say so before the first question."""
    group.intake_paused_until, group.intake_pause_note = until, note
    group.save(update_fields=["intake_paused_until", "intake_pause_note"])
    record("group.intake_paused", group, by=by, at=at, fields=["intake_paused_until"], group_id=group.pk)
    return group


@transaction.atomic
def resume_intake(group: Group, *, by: Actor, at: datetime) -> Group:
    group.intake_paused_until, group.intake_pause_note = None, ""
    group.save(update_fields=["intake_paused_until", "intake_pause_note"])
    record("group.intake_resumed", group, by=by, at=at, fields=["intake_paused_until"], group_id=group.pk)
    return group
