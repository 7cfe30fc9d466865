"""What lists of people say of what somebody has done: registered with `people`."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, IntegerField, Max, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from manyhands.apps.dispatch.bridge.records import WEEKS_LOOKED_BACK, week_around
from manyhands.apps.dispatch.bridge.words.parts import helped_in_words, tasks_before_in_words
from manyhands.apps.dispatch.queries.people.load import dated
from manyhands.apps.dispatch.states import IN_VAIN, AssignmentState
from manyhands.apps.groups.models import Group, translated
from manyhands.apps.groups.queries import Known

MOST_KINDS_NAMED = 3


def tell_of_tasks(group: Group, person_ids: Sequence[int], *, at: datetime) -> dict[int, Known]:
    """By the person's id: which kinds of help they have done most, when last, and how much lately. One query.

    Whoever has done nothing yet is left out.
    """
    begin, _end = week_around(at, group)
    done = Q(state=AssignmentState.COMPLETED) & ~Q(outcome__in=IN_VAIN)
    before = Q(on__gte=begin - timedelta(weeks=WEEKS_LOOKED_BACK), on__lt=begin)
    rows = dated(group=group, helper_id__in=person_ids).values("helper_id", "part__category__names")
    told: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.annotate(
        times=Count("pk", filter=done), last=Max("ended_at", filter=done), before=Count("pk", filter=before)
    ).order_by():
        told[row["helper_id"]].append(row)
    today = at.astimezone(group.zone).date()
    return {person_id: _known(found, group, today=today) for person_id, found in told.items()}


def _known(rows: Sequence[dict[str, Any]], group: Group, *, today: date) -> Known:
    language = get_language() or "en"
    times = Counter({translated(row["part__category__names"], language): row["times"] for row in rows})
    kinds = [name for name, count in sorted(times.items(), key=lambda one: (-one[1], one[0])) if count]
    last = max((row["last"] for row in rows if row["last"]), default=None)
    if last is None:
        return Known()
    named = ", ".join(kinds[:MOST_KINDS_NAMED])
    return Known(
        gives=(_("has helped with: %(kinds)s") % {"kinds": named},),
        lately=(
            helped_in_words(last.astimezone(group.zone).date(), today=today),
            tasks_before_in_words(sum(row["before"] for row in rows)),
        ),
    )


def tasks_lately(group: Group, at: datetime, *, person: str) -> Combinable:
    """An expression over rows in which `person` names somebody: their tasks of this week and the four before."""
    begin, end = week_around(at, group)
    long_ago = begin - timedelta(weeks=WEEKS_LOOKED_BACK)
    theirs = dated(helper_id=OuterRef(person)).filter(on__gte=long_ago, on__lt=end).order_by()
    count = theirs.values("helper_id").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(count, output_field=IntegerField()), 0)
