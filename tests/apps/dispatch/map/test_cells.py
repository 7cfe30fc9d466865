"""Maps say what the list says, by public cell, and nothing that is finer."""

import json
from datetime import timedelta

import h3
import pytest
from django.test import Client
from django.utils import translation

from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.groups.models import Category
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.places.models import Place
from manyhands.core.gazetteer import find_zip
from manyhands.core.privacy.cells import search_cell, uncounted_cell
from tests.apps.dispatch.conftest import NOW, SECRETS
from tests.queries import at_most_queries
from tests.worlds import make_member, make_need, make_volunteer, sign_in

pytestmark = pytest.mark.usefixtures("_today")

ROWS = {"x-fragment": "rows"}
QUERIES = (
    "",
    "?within=1&order=nearest",
    "?within=5",
    "?urgency=4",
    "?when=today",
    "?language=es",
    "?kind=errand",
    "?order=longest",
    "?kind=errand&language=es",
)


@pytest.fixture
def member(group):
    return make_member(group, (), name="Ana Ruiz")


@pytest.fixture
def own(group, member) -> Helper:
    return Helper(make_volunteer(group, "Ana Ruiz", membership=member, at=NOW))


@pytest.fixture
def client(own, member) -> Client:
    client = Client()
    sign_in(client, member.user)
    return client


@pytest.fixture
def staff(group) -> Client:
    client = Client()
    sign_in(client, make_member(group, ("coordinator",)).user)
    return client


@pytest.fixture
def town(group):
    for zip_code in ("48912", "48912", "48911", "48933", ""):
        make_need(group, zip_code=zip_code, at=NOW)
    make_need(group, ("errand",), zip_code="48910", urgency=4, due_at=NOW + timedelta(hours=5), at=NOW)
    make_need(group, ("talk",), zip_code="48910", language="es", at=NOW)


def cells(client, group, query="", name="open_map"):
    response = client.get(group_path(group, f"dispatch:{name}") + query)
    assert response.status_code == 200
    return response.json()


def shown(answer) -> dict[str, int]:
    return {row[0]: row[3] for row in answer["cells"]}


@pytest.mark.parametrize("query", QUERIES)
def test_the_map_holds_what_the_list_holds(group, client, town, query):
    listed = client.get(group_path(group, "dispatch:open_list") + query).context["found"]
    answer = cells(client, group, query)

    assert sum(shown(answer).values()) + answer["elsewhere"] == listed.count
    somewhere = [
        row.part for row in listed.rows if row.part.category.happens_at_home and row.part.public_cell
    ]
    assert shown(answer) == {
        cell: len([part for part in somewhere if part.public_cell == cell])
        for cell in {part.public_cell for part in somewhere}
    }


def test_what_is_nowhere_or_by_phone_is_counted_apart(group, client, town):
    assert cells(client, group)["elsewhere"] == 2


def test_the_nearest_cell_comes_first(group, client, own, town):
    first = cells(client, group)["cells"][0]

    assert first[0] == own.start_place.public_cell
    assert first[3] == 2


def test_each_cell_stands_at_its_own_middle_with_six_corners(group, client, town):
    for cell, lat, lon, _count, _area, _kinds, rim in cells(client, group)["cells"]:
        middle = h3.cell_to_latlng(cell)
        corners = [(lat + rim[i] / 10_000, lon + rim[i + 1] / 10_000) for i in range(0, len(rim), 2)]

        assert (lat, lon) == (round(middle[0], 4), round(middle[1], 4))
        assert len(corners) == 6
        assert all(
            abs(lat - true_lat) < 0.0003 and abs(lon - true_lon) < 0.0003
            for (lat, lon), (true_lat, true_lon) in zip(corners, h3.cell_to_boundary(cell), strict=True)
        )


def test_kinds_and_areas_are_named_in_the_readers_language(group, client, town):
    answer = cells(client, group)
    spanish = client.get(group_path(group, "dispatch:open_map"), headers={"accept-language": "es"}).json()
    names = {category.name_in("es") for category in Category.objects.filter(key__in=["groceries", "errand"])}

    assert set(answer["areas"]) == {"Lansing"}
    assert set(spanish["kinds"]) == names


def test_numbers_come_with_their_words(group, client, town):
    words = cells(client, group)["words"]

    assert [words["forms"][words["which"][count]] for count in (0, 1, 2, 101)] == [
        "%(count)s requests",
        "%(count)s request",
        "%(count)s requests",
        "%(count)s requests",
    ]


# --- what a map must not tell -----------------------------------------------------------------------------------


def test_homes_that_move_within_their_cells_change_nothing(group, client, own, town):
    """An attacker asks from many places, with every filter: the answers follow from public cells alone."""
    origins = ["48912", "48911", "48933", "48910", "48906", "48823"]
    before = ask_from_everywhere(group, client, own, origins)
    for number, place in enumerate(
        Place.objects.filter(position__isnull=False).exclude(pk=own.start_place.pk)
    ):
        inside = list(h3.cell_to_children(place.public_cell, 9))
        place.search_cell = inside[number % len(inside)]
        lat, lon = h3.cell_to_latlng(place.search_cell)
        place.position = type(place.position)(lon=lon, lat=lat)
        place.text = f"{number} Elsewhere St"
        place.save()

    assert ask_from_everywhere(group, client, own, origins) == before


def ask_from_everywhere(group, client, own, origins) -> list[str]:
    answers = []
    for origin in origins:
        start = own.start_place
        start.public_cell = uncounted_cell(search_cell(find_zip(origin).centre))
        start.save()
        answers += [json.dumps(cells(client, group, query)) for query in QUERIES]
    return answers


def test_no_secret_and_nothing_finer_than_a_public_cell(group, client, staff, secret_need, town):
    for who, name in ((client, "open_map"), (staff, "staff_map_cells")):
        text = who.get(group_path(group, f"dispatch:{name}")).content.decode()
        fine = set(Place.objects.exclude(search_cell="").values_list("search_cell", flat=True))

        assert not any(secret in text for secret in SECRETS.values())
        assert not any(cell in text for cell in fine)
        assert {h3.get_resolution(row[0]) for row in json.loads(text)["cells"]} == {7}


@pytest.mark.parametrize(
    "cell", ["", "892748b6e83ffff", "nonsense", "872748b6effffff'--", "872748b6effffff" * 9]
)
def test_asking_for_another_cell_than_a_public_one_shows_no_row_of_it(group, client, town, cell):
    response = client.get(group_path(group, "dispatch:open_map_rows"), {"cell": cell}, headers=ROWS)

    everything = client.get(group_path(group, "dispatch:open_list")).context["found"].count
    assert response.context["found"].count in (0, everything)


# --- rows, access, cost -----------------------------------------------------------------------------------------


def test_the_rows_of_a_cell_are_those_it_counts(group, client, staff, town):
    for who, map_name, rows_name in (
        (client, "open_map", "open_map_rows"),
        (staff, "staff_map_cells", "staff_map_rows"),
    ):
        for cell, count in shown(cells(who, group, name=map_name)).items():
            page = who.get(group_path(group, f"dispatch:{rows_name}"), {"cell": cell}, headers=ROWS)
            context = page.context
            assert (context["found"].count if "found" in context else context["count"]) == count


def test_a_cell_can_be_a_filter_of_the_list_and_be_taken_away(group, client, town):
    cell, count = next(iter(shown(cells(client, group)).items()))
    page = client.get(group_path(group, "dispatch:open_list"), {"cell": cell})

    assert page.context["found"].count == count
    [(label, without)] = page.context["active"]
    assert "Lansing" in label
    assert "cell" not in without


def test_staff_see_also_what_is_not_open_yet(group, staff, town):
    make_need(group, zip_code="48906", is_open=False, at=NOW)
    taken = NeedPart.objects.filter(is_listed=True).first()
    NeedPart.objects.filter(pk=taken.pk).update(state="taken")

    answer = cells(staff, group, name="staff_map_cells")
    assert sum(shown(answer).values()) + answer["elsewhere"] == 7
    assert staff.get(group_path(group, "dispatch:staff_map")).context["count"] == 7


@pytest.mark.parametrize("name", ["staff_map", "staff_map_cells", "staff_map_rows"])
def test_the_staffs_map_is_for_staff(group, client, name):
    assert client.get(group_path(group, f"dispatch:{name}")).status_code == 403


@pytest.mark.parametrize("name", ["open_map", "open_map_rows"])
def test_the_volunteers_map_is_for_members(group, name):
    assert Client().get(group_path(group, f"dispatch:{name}")).status_code == 302


def test_whoever_takes_no_tasks_yet_is_shown_none(group, staff, town):
    assert cells(staff, group)["cells"] == []
    rows = staff.get(group_path(group, "dispatch:open_map_rows"), headers=ROWS)
    assert rows.url.startswith(group_path(group, "dispatch:open_list"))


def test_rows_that_are_opened_as_a_page_lead_to_the_list(group, client, town):
    cell = next(iter(shown(cells(client, group))))
    response = client.get(group_path(group, "dispatch:open_map_rows"), {"cell": cell})

    assert response.url == f"{group_path(group, 'dispatch:open_list')}?cell={cell}"


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("client", "open_map"),
        ("client", "open_map_rows"),
        ("client", "open_list"),
        ("staff", "staff_map"),
        ("staff", "staff_map_cells"),
        ("staff", "staff_map_rows"),
    ],
)
def test_few_queries(group, town, request, who, name):
    asking = request.getfixturevalue(who)
    url = group_path(group, f"dispatch:{name}")
    asking.get(url, headers=ROWS)
    with at_most_queries(8):
        assert asking.get(url, headers=ROWS).status_code == 200


def test_what_has_not_changed_is_not_sent_again_and_no_cache_shares_it(group, client, town):
    url = group_path(group, "dispatch:open_map")
    first = client.get(url)
    again = client.get(url, headers={"if-none-match": first["ETag"]})
    make_need(group, zip_code="48906", at=NOW)

    assert again.status_code == 304
    assert {"private", "no-cache"} <= set(first["Cache-Control"].split(", "))
    assert client.get(url, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_spanish_numbers(group, client, town):
    with translation.override("es"):
        words = client.get(group_path(group, "dispatch:open_map"), headers={"accept-language": "es"}).json()[
            "words"
        ]

    assert words["forms"] == ["%(count)s solicitudes", "%(count)s solicitud"]
