"""Somebody who wants to find a home, with all that a volunteer, a program and a visitor can open.

They know every home, how many stand where, and the rule; they ask from wherever they like, as often as they like.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from django.test import Client

from manyhands.apps.dispatch.actions.calendar import make_calendar_link
from manyhands.apps.groups.models import Group, MeetingMode
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import Need
from manyhands.apps.places.actions import blur_places, count_dwellings, locate_place
from manyhands.apps.places.models import CountedCell, PlacedBy
from manyhands.core.privacy.cells import cell_centre, search_cell, uncounted_cell
from manyhands.core.values.point import Point, distance_m
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.programs import Caller
from tests.location.towns import MIDDLE, Homes
from tests.worlds import make_group, make_member, make_need, make_volunteer, reload, sign_in

BY = Actor.system("test")
HOST = "localhost"
# What a page says anew each time: keys of forms, and how long ago something was.
_ANEW = re.compile(
    r'name="(?:csrfmiddlewaretoken|once_key|once)" value="[^"]*"|value="[0-9a-f-]{32,}"|"X-CSRFToken": "[^"]*"'
    r"|just now|waiting \d+ (?:min|h|days?)\b"
)
_CELL = re.compile(r"\b8[5-9][0-9a-f]{9}f{4}\b|\b8[5-9][0-9a-f]{13}\b")
ORIGINS = [
    (0.0, 0.0),
    (0.06, 0.02),
    (-0.05, 0.04),
    (0.02, -0.06),
    (0.11, 0.1),
    (-0.12, -0.09),
    (0.001, 0.0005),
]
RADII_M = (500, 1_500, 4_000, 9_000)


@dataclass
class Found:
    """What came of looking for some homes."""

    targets: int = 0
    # How many homes are left to choose from, for each target.
    left: list[int] = field(default_factory=list)
    left_after_two_days: list[int] = field(default_factory=list)
    cells: dict[int, int] = field(default_factory=dict)
    outputs: int = 0
    problems: list[str] = field(default_factory=list)

    def percentile(self, share: float) -> int:
        return sorted(self.left)[int(share * len(self.left))] if self.left else 0

    @property
    def identified(self) -> int:
        return sum(one <= 1 for one in (*self.left, *self.left_after_two_days))


class Attack:
    def __init__(self, homes: Homes, *, targets: int, seed: int, at: datetime) -> None:
        self.homes, self.at, self.dice = homes, at, Random(seed)
        self.group: Group = make_group(
            "Attacked", meeting_mode=MeetingMode.OPEN_CLAIM, area={"zips": ["48912"]}, at=at
        )
        # Towns that are tried one after the other lie in the same place: what one showed is nothing to the next.
        CountedCell.objects.all().delete()
        count_dwellings(homes.per_cell)
        self.targets = self.dice.sample(range(len(homes.points)), targets)
        self.needs: dict[int, Need] = {target: self._ask(homes.points[target]) for target in self.targets}
        self._sign_up()

    def _ask(self, home: Point) -> Need:
        need = make_need(self.group, zip_code="", at=self.at)
        self._put(need, home)
        return need

    def _put(self, need: Need, home: Point) -> None:
        with group_scope(self.group.pk):
            locate_place(need.place, home, placed_by=PlacedBy.PIN, by=BY, at=self.at)

    def _sign_up(self) -> None:
        member = make_member(self.group, (), name="Ana Ruiz", at=self.at)
        self.own = make_volunteer(self.group, "Ana Ruiz", membership=member, radius_m=150_000, at=self.at)
        self.client, self.visitor = (Client(headers={"host": HOST}) for _ in range(2))
        sign_in(self.client, member.user)
        self.program = Caller(member, "tasks.take", at=self.at)
        self.program.client = Client(headers={"host": HOST})
        with group_scope(self.group.pk):
            self.feed = make_calendar_link(member, self.own.person, by=BY, at=self.at)

    # --- what can be opened -----------------------------------------------------------------------------------------

    def outputs(self) -> Iterator[tuple[str, str]]:
        """Everything that depends on where somebody lives, asked from many places: what was opened, what it says."""
        pages = ("open_list", "open_map", "open_map_rows", "my_tasks", "calendar")
        queries = ("", "?order=nearest", *(f"?within={miles}&order=nearest" for miles in (1, 2, 5, 10)))
        for page in pages:
            for query in queries if page.startswith("open") else ("",):
                yield self._read(self.client, group_path(self.group, f"dispatch:{page}") + query)
        yield self._read(self.visitor, group_path(self.group, "groups:public"))
        yield self._read(self.visitor, f"/calendar/{self.feed}/tasks.ics")
        for cell in sorted({need.place.public_cell for need in self._fresh()}):
            yield self._read(self.client, f"{group_path(self.group, 'dispatch:open_map_rows')}?cell={cell}")
        for need in self._fresh()[:5]:
            part = need.parts.all()[0].pk
            yield self._read(self.client, group_path(self.group, "dispatch:take", part_id=part))
        for number, origin in enumerate(self.origins()):
            for query in ({}, *({"within_m": radius_m} for radius_m in RADII_M)):
                asked = {"near": origin, "order": "nearest", "limit": 100, **query}
                yield f"api from {number} {query}", repr(self.program.get("/open-requests", **asked).json())

    def origins(self) -> list[str]:
        return [f"{MIDDLE.lat + north:.5f},{MIDDLE.lon + east:.5f}" for east, north in ORIGINS]

    def _fresh(self) -> list[Need]:
        with group_scope(self.group.pk):
            rows = Need.objects.select_related("place").prefetch_related("parts").order_by("pk")
            return list(rows)

    def _read(self, client: Client, path: str) -> tuple[str, str]:
        response = client.get(path, headers={"x-fragment": "rows"} if "rows/" in path else {})
        body = response.getvalue().decode()
        return f"{path} ({response.status_code})", _ANEW.sub("", body)

    # --- attacks ----------------------------------------------------------------------------------------------------

    def run(self) -> Found:
        found = Found(targets=len(self.targets))
        self._trilaterate(found)
        self._nothing_finer(found)
        self._look_again(found)
        self._two_days(found)
        return found

    def _observations(self) -> dict[str, list[Any]]:
        """Of each request: its point, its distance from every origin, and within which radii it is found."""
        seen: dict[str, list[Any]] = {need.reference: [] for need in self._fresh()}
        for origin in self.origins():
            for radius_m in (None, *RADII_M):
                query = {"near": origin, "order": "nearest", "limit": 100}
                query |= {"within_m": radius_m} if radius_m else {}
                items = self._all_pages(query)
                for reference, its in seen.items():
                    its.append(items.get(reference, (None, None)))
        return seen

    def _all_pages(self, query: dict[str, Any]) -> dict[str, tuple[int | None, str]]:
        items, cursor = {}, ""
        while True:
            page = self.program.get(
                "/open-requests", **query, **({"cursor": cursor} if cursor else {})
            ).json()
            items |= {one["reference"]: (one["distance_m"], one["area"]["cell"]) for one in page["items"]}
            cursor = page["next"]
            if not cursor:
                return items

    def _predicted(self, cell: str) -> list[Any]:
        """What the attacker would see if somebody lived where this is published."""
        told: list[Any] = []
        for origin in self.origins():
            lat, lon = (float(text) for text in origin.split(","))
            here = cell_centre(uncounted_cell(search_cell(Point(lon=lon, lat=lat))))
            away_m = round(distance_m(here, cell_centre(cell)))
            told += [(away_m, cell) if radius_m is None or away_m <= radius_m else (None, None)
                     for radius_m in (None, *RADII_M)]  # fmt: skip
        return told

    def _trilaterate(self, found: Found) -> None:
        """From every origin, by filter and by order: who is left whose home explains all that was seen?"""
        seen = self._observations()
        explained: dict[str, int] = {}
        for cell in self.homes.all_published():
            explained[repr(self._predicted(cell))] = len(self.homes.alike(cell))
        for target, need in self.needs.items():
            reload(need.place)
            told = seen[need.reference]
            found.left.append(explained.get(repr(told), 0))
            resolution = int(need.place.public_cell[1])
            found.cells[resolution] = found.cells.get(resolution, 0) + 1
            if not explained.get(repr(told)):
                found.problems.append(f"{need.reference}: something is told that no cell explains ({target})")

    def _nothing_finer(self, found: Found) -> None:
        """Everybody moves to another home that looks the same: if any output changes, it knew more."""
        before = dict(self.outputs())
        found.outputs = len(before)
        published = {need.place.public_cell for need in self._fresh()} | {self._own_cell()}
        for path, text in before.items():
            finer = set(_CELL.findall(text)) - published
            found.problems += [f"{path} names {cell}, which is not published" for cell in sorted(finer)[:3]]
            if "(200)" not in path and not path.startswith("api"):
                found.problems.append(f"{path} cannot be opened")
        for target, need in self.needs.items():
            alike = self.homes.alike(self.homes.published(self.homes.cells[target]))
            self._put(need, self.homes.points[self.dice.choice(alike)])
        after = dict(self.outputs())
        for path, text in before.items():
            if text != after.get(path):
                found.problems.append(
                    f"{path} changes with the home: {_difference(text, after.get(path, ''))}"
                )

    def _own_cell(self) -> str:
        with group_scope(self.group.pk):
            self.own.start_place.refresh_from_db()
            return str(self.own.start_place.public_cell)

    def _look_again(self, found: Found) -> None:
        """Noise would average out; the same answer a hundred times does not."""
        path = group_path(self.group, "dispatch:open_map")
        seen = {self._read(self.client, path)[1] for _ in range(20)}
        if len(seen) != 1:
            found.problems.append("the map is another one when it is looked at again")

    def _two_days(self, found: Found) -> None:
        """Homes are built, dwellings are counted anew, and the same people ask again."""
        grown = self.homes.points + [
            self.homes.points[self.dice.randrange(len(self.homes.points))]
            for _ in range(len(self.homes.points) // 5)
        ]
        later = Homes(grown, self.homes.ever_shown)
        first = {target: self.homes.published(self.homes.cells[target]) for target in self.targets}
        count_dwellings(later.per_cell)
        with group_scope(self.group.pk):
            blur_places(self.group, by=BY, at=self.at)
        for need in self._fresh():
            is_finer = need.place.public_cell[1] > str(self._was(need)[1])
            if is_finer:
                found.problems.append(f"{need.reference} is shown more finely than the day before")
        left = Counter((self.homes.published(cell), later.published(cell)) for cell in self.homes.cells)
        for target in self.targets:
            again = self._ask(self.homes.points[target])
            reload(again.place)
            found.left_after_two_days.append(left[first[target], again.place.public_cell])

    def _was(self, need: Need) -> str:
        return next(
            self.homes.published(self.homes.cells[target])
            for target, its in self.needs.items()
            if its.pk == need.pk
        )


def _difference(one: str, other: str) -> str:
    """The first place where two texts differ."""
    at = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return f"{one[max(0, at - 80) : at + 40]!r} and {other[at : at + 40]!r}"
