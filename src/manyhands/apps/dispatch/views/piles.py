"""The people for a part in three piles, of each of which a page is shown: who can, who has done enough, who does not
fit.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from manyhands.apps.dispatch.queries.asking.who_can import PeopleWhoCan, PersonWhoCan

PEOPLE_A_PAGE = 25


@dataclass(frozen=True, slots=True)
class Pile:
    """`people` are all of them; those from `start` on are shown when it is unfolded."""

    key: str
    people: list[PersonWhoCan]
    start: int = 0
    is_unfolded: bool = False

    @property
    def shown(self) -> list[PersonWhoCan]:
        return self.people[self.start : self.end] if self.is_unfolded else []

    @property
    def end(self) -> int:
        return self.start + PEOPLE_A_PAGE if self.is_unfolded else 0

    @property
    def before(self) -> int:
        return max(0, self.start - PEOPLE_A_PAGE)

    @property
    def next_count(self) -> int:
        return min(PEOPLE_A_PAGE, max(0, len(self.people) - self.end))


@dataclass(frozen=True, slots=True)
class Piles:
    can: Pile
    over_limit: Pile
    cannot: Pile

    def __iter__(self) -> Iterator[Pile]:
        yield from (self.can, self.over_limit, self.cannot)

    def named(self, key: str) -> Pile:
        return next((pile for pile in self if pile.key == key), self.can)


def piles_of(people: PeopleWhoCan, *, show: str, start: int, holding: str = "") -> Piles:
    """Those who can lie open, and beside them `show` from `start` on; when nobody can, the next that holds somebody.

    `holding`: whoever has this key is among those shown.
    """
    found = {"can": people.can, "over_limit": people.over_limit, "cannot": people.cannot}
    for key, pile in found.items():
        places = [place for place, one in enumerate(pile) if one.helper.key == holding]
        if places:
            show, start = key, places[0] // PEOPLE_A_PAGE * PEOPLE_A_PAGE
    unfolded = {"can", show if show in found else next((key for key, pile in found.items() if pile), "can")}
    return Piles(
        *(
            Pile(key, pile, start if key == show and 0 <= start < len(pile) else 0, key in unfolded)
            for key, pile in found.items()
        )
    )
