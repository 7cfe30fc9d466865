"""A row of the board, as it is found and as it is drawn."""

from typing import NamedTuple

from manyhands.apps.needs.models import Need


class Named(NamedTuple):
    """Whoever is proposed or was asked: the organisation, or by the name of the person."""

    organisation: str | None
    person: str


class BoardRow(NamedTuple):
    """`proposals` for parts that still look for somebody; `asked`: how many wait with their answer; `reasons` why
    nobody can reach it; `names` of those who were asked, where it is for paper.
    """

    need: Need
    proposals: list[Named]
    asked: int
    reasons: list[str]
    names: list[Named]
