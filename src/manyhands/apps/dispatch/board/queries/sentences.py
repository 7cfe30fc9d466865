"""The engine's reasons, said: the names in all of them are looked up once."""

from collections.abc import Sequence

from manyhands.apps.dispatch.bridge.explanations import ids_in, sentence_of
from manyhands.apps.dispatch.models import Proposal, UnmetPart
from manyhands.apps.dispatch.queries.names import names_of
from manyhands.apps.groups.models import Group


def say_lines(group: Group, lines: Sequence[Proposal | UnmetPart], *, language: str) -> list[str]:
    """One sentence or two for each line of a plan, for staff."""
    stored = [line.explanation for line in lines]
    names = names_of(group, ids_in(stored), language=language)
    unit = group.distance_unit
    return [sentence_of(one, language=language, names=names, unit=unit) for one in stored]
