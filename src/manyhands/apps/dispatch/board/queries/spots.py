"""Where a request is and who could come, as a map may show it: public cells, never homes."""

import json
from collections.abc import Collection
from dataclasses import dataclass

from manyhands.apps.dispatch.board.queries.people import PeopleBeside
from manyhands.apps.dispatch.bridge.cells import rim_of
from manyhands.apps.dispatch.bridge.plans import pk_of
from manyhands.apps.needs.models import Need
from manyhands.apps.people.models import Organisation, Volunteer
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
    """Two queries at most."""
    at = need.place.public_cell if need.place else ""
    if people is None:
        return Spot(at)
    proposed = [one.person.helper.key for one in people.proposed]
    others = [person.helper.key for person in people.others]
    cells = _cells_of([*proposed, *others])
    first = {cells[key] for key in proposed if cells.get(key)}
    rest = {cells[key] for key in others if cells.get(key)} - first
    return Spot(at, tuple(sorted(first)), tuple(sorted(rest)))


def _cells_of(keys: Collection[str]) -> dict[str, str]:
    """By `v3` or `o4`: where they start from."""
    volunteers = [pk_of(key) for key in keys if key.startswith("v")]
    organisations = [pk_of(key) for key in keys if key.startswith("o")]
    found: dict[str, str] = {}
    if volunteers:
        rows = Volunteer.objects.filter(pk__in=volunteers, start_place__isnull=False)
        found |= {f"v{pk}": cell for pk, cell in rows.values_list("pk", "start_place__public_cell")}
    if organisations:
        rooms = Organisation.objects.filter(pk__in=organisations, place__isnull=False)
        found |= {f"o{pk}": cell for pk, cell in rooms.values_list("pk", "place__public_cell")}
    return found


def _middle(cell: str) -> list[float]:
    middle = cell_centre(cell)
    return [round(middle.lat, 4), round(middle.lon, 4)]
