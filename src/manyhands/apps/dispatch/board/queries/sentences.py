"""The engine's reasons for the lines of a plan."""

from collections.abc import Sequence
from datetime import datetime

from manyhands.apps.dispatch.board.queries.needs import unmet_of
from manyhands.apps.dispatch.models import Proposal, UnmetPart
from manyhands.apps.dispatch.queries.plans.sentences import say_stored
from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import Need


def say_lines(group: Group, lines: Sequence[Proposal | UnmetPart], *, language: str) -> list[str]:
    """One sentence or two for each line of a plan, for staff."""
    return say_stored(group, [line.explanation for line in lines], language=language)


def say_unmet(group: Group, needs: Sequence[Need], *, language: str, at: datetime) -> dict[int, list[str]]:
    """By the need's id: why nobody can reach it yet, for each of its parts of which that is so."""
    unmet = unmet_of(group, at=at).filter(part__need__in=needs)
    lines = list(unmet.select_related("part").order_by("part_id"))
    found: dict[int, list[str]] = {}
    for line, sentence in zip(lines, say_lines(group, lines, language=language), strict=True):
        found.setdefault(line.part.need_id, []).append(sentence)
    return found
