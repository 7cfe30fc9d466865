from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.models import Group
from manyhands.apps.journal.actions import record
from manyhands.apps.messaging.events import EVENTS
from manyhands.apps.messaging.models import EventRule
from manyhands.storage.actors import Actor


@transaction.atomic
def set_rules(group: Group, wanted: Mapping[str, tuple[bool, bool]], *, by: Actor, at: datetime) -> None:
    """(is on, is gathered in a digest) by event. What may not be switched off or gathered stays as it is."""
    there = {rule.event: rule for rule in EventRule.objects.filter(group=group)}
    changed = []
    for name, event in EVENTS.items():
        is_on, is_digest = wanted.get(name, (True, False))
        rule = there.get(name) or EventRule(group=group, event=name)
        before = (rule.is_on, rule.is_digest)
        rule.is_on = is_on or not event.can_be_off
        rule.is_digest = is_digest and event.can_be_digest
        if (rule.is_on, rule.is_digest) != before:
            rule.save()
            changed.append(name)
    if changed:
        record("group.message_rules", group, by=by, at=at, fields=changed, group_id=group.pk)
