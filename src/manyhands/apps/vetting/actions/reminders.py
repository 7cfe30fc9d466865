"""Once a day: whoever has something that ends hears of it in good time, and the plan learns what has lapsed."""

from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.models import Group
from manyhands.apps.people.actions.volunteers import run_changes
from manyhands.apps.vetting.actions.telling import tell_ending, tell_resting
from manyhands.apps.vetting.bridge import day_of, file_of, rule_of
from manyhands.apps.vetting.queries.roles import list_resting_members
from manyhands.apps.vetting.queries.standings import Line, Sheet, list_sheets
from manyhands.core.vetting.reminders import Moment, moment_on
from manyhands.storage.actors import Actor


@transaction.atomic
def remind_group(group: Group, *, by: Actor, at: datetime) -> int:
    """Tell each moment once; returns how many were told. Those who give roles hear which of them rest."""
    told = 0
    for member in list_resting_members(group, at=at):
        tell_resting(member, by=by, at=at)
    for sheet in list_sheets(group, at=at):
        told += sum(_remind(sheet, line, by=by, at=at) for line in sheet.asked)
    if told:
        run_changes(group.pk)
    return told


def _remind(sheet: Sheet, line: Line, *, by: Actor, at: datetime) -> bool:
    file = file_of(line.checks, line.exemption)
    moment = moment_on(rule_of(line.requirement), file, day_of(sheet.subject.group, at))
    about = line.exemption if line.holding_check is None else line.holding_check
    until = line.standing.until
    if moment is None or about is None or until is None:
        return False
    name = Moment(moment).value
    return tell_ending(about, line.requirement, sheet.subject, until, name, by=by, at=at)
