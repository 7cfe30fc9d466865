"""The last questions, what can be asked about here, and which requests an answer is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from manyhands.apps.dispatch.bridge.planning.inputs import pk_of
from manyhands.apps.dispatch.bridge.what_if.links import most_asked, question_about
from manyhands.apps.dispatch.bridge.what_if.words import Words, question_in_words
from manyhands.apps.dispatch.models import UnmetPart, WhatIf
from manyhands.apps.dispatch.queries.plans.inputs import open_parts
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run
from manyhands.apps.dispatch.states import RunState
from manyhands.apps.groups.models import Group, translated
from manyhands.apps.groups.queries import list_categories, list_skills
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.needs.states import PartState

MOST_KEPT = 10
MOST_WORTH_ASKING = 3
MOST_SHOWN = 30
# Far longer than any answer takes: a question that is older and has none will get none.
LOST_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class WorthAsking:
    """A question that would help `requests` of those that nobody can reach; `fields` are the answers of its form."""

    ask: str
    fields: dict[str, str]
    question: str
    requests: int


def list_worth_asking(group: Group, words: Words) -> list[WorthAsking]:
    """By what the plan that counts says of the requests for which it found too few. Two queries."""
    run = find_latest_run(group)
    unmet = UnmetPart.objects.filter(run=run, part__state=PartState.OPEN).order_by(
        "-part__urgency", "part_id"
    )
    begun = [
        question_about(stored, kind=kind, unit=group.distance_unit)
        for stored, kind in unmet.values_list("explanation", "part__category__key")
    ]
    return [
        WorthAsking(one.asked["ask"], one.fields, question_in_words(one.asked, words), count)
        for one, count in most_asked(begun)[:MOST_WORTH_ASKING]
    ]


def list_last(group: Group) -> list[WhatIf]:
    return list(WhatIf.objects.filter(group=group).order_by("-asked_at", "-pk")[:MOST_KEPT])


def find_what_if(group: Group, asked_id: int) -> WhatIf | None:
    found: WhatIf | None = WhatIf.objects.filter(group=group, pk=asked_id).first()
    return found


def list_unanswered(group: Group, *, at: datetime) -> list[WhatIf]:
    return [one for one in list_last(group) if is_live(one, at=at)]


def is_live(asked: WhatIf, *, at: datetime) -> bool:
    return asked.state in (RunState.WAITING, RunState.RUNNING) and at - asked.asked_at < LOST_AFTER


def list_areas(group: Group) -> list[str]:
    """Names of areas from which something is asked now, as everybody may see them."""
    names = open_parts(group).exclude(need__place__area_name="").order_by()
    return sorted({name for name in names.values_list("need__place__area_name", flat=True) if name})


def list_languages(group: Group) -> list[str]:
    """What those speak who ask for something now."""
    codes = open_parts(group).order_by().values_list("need__language", flat=True)
    return sorted({code for code in codes if code})


def words_of(group: Group, *, language: str) -> Words:
    return Words(
        kinds={one.key: one.name_in(language) for one in list_categories(group, active_only=False)},
        skills={one.key: translated(one.names, language) for one in list_skills(group)},
        unit=group.distance_unit,
    )


def list_parts(group: Group, keys: Iterable[str]) -> list[NeedPart]:
    """The parts of these ids that are still there, the first of them."""
    ids = [pk_of(key) for key in keys]
    rows = NeedPart.objects.filter(group=group, pk__in=ids).select_related("need__place", "category")
    related = rows.defer(
        "need__details", "need__place__text", "need__place__access_notes", "need__place__position"
    )
    return list(related.order_by("-need__urgency", "need__asked_at", "pk")[:MOST_SHOWN])
