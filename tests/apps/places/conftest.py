from datetime import UTC, datetime

import pytest

from manyhands.apps.places.actions import ToldPlace, add_place
from manyhands.apps.places.models import PlaceKind
from manyhands.core.values.point import Point
from manyhands.storage.actors import Actor

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
BY = Actor.system("test")
CAPITOL = Point(lon=-84.5553, lat=42.7336)
EASTERN_HIGH = Point(lon=-84.5270, lat=42.7400)


@pytest.fixture
def tell_place(group, scope):
    def tell_place(text="100 N Capitol Ave", *, kind=PlaceKind.ADDRESS, at=NOW, **told):
        return add_place(group, ToldPlace(kind=kind, text=text, **told), by=BY, at=at)

    return tell_place
