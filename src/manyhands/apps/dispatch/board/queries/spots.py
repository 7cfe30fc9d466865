"""Where a request is and who could come, as a map may show it: public cells, never homes."""

import json
from dataclasses import dataclass

from manyhands.apps.dispatch.board.queries.people import PeopleBeside
from manyhands.apps.dispatch.bridge.cells import rim_of
from manyhands.apps.needs.models import Need
from manyhands.core.privacy.cells import cell_centre


@dataclass(frozen=True, slots=True)
class Spot:
    """`at`: the cell of the request, nothing while it is not known. Each cell stands once, where it says most."""

    at: str
    proposed: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    def as_json(self) -> str:
        rim = rim_of(self.at) if self.at else []
        return json.dumps(
            {
                "at": [*_middle(self.at), rim] if self.at else None,
                "proposed": [_middle(cell) for cell in self.proposed],
                "others": [_middle(cell) for cell in self.others],
            },
            separators=(",", ":"),
        )


def find_spot(need: Need, people: PeopleBeside | None) -> Spot:
    at = need.place.public_cell if need.place else ""
    if people is None:
        return Spot(at)
    first = {one.person.helper.public_cell for one in people.proposed} - {""}
    rest = {person.helper.public_cell for person in people.others} - {""} - first
    return Spot(at, tuple(sorted(first)), tuple(sorted(rest)))


def _middle(cell: str) -> list[float]:
    middle = cell_centre(cell)
    return [round(middle.lat, 4), round(middle.lon, 4)]
