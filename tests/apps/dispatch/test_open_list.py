"""What volunteers choose from: filters in the address bar, everything about place from public cells only."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.test import Client
from django.utils.http import urlencode

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.forms import WishForm
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.open_list.choices import Wish, open_to
from manyhands.apps.dispatch.queries.open_list.heaps import list_heaps
from manyhands.apps.dispatch.queries.open_list.parts import PAGE, list_open_parts
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.models import BlockedPair
from manyhands.apps.places.models import Place
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import read
from tests.queries import at_most_queries
from tests.worlds import make_checked, make_member, make_need, make_volunteer, sign_in

pytestmark = pytest.mark.usefixtures("_today")


def found(group, helper, page=1, **wish):
    parts = open_to(group, helper, at=NOW)
    heaps = list_heaps(parts, Wish(**wish))
    return list_open_parts(parts, group, helper, heaps, Wish(**wish), page=page)


def references(group, helper, **wish) -> list[str]:
    return [row.part.need.reference for row in found(group, helper, **wish).rows]


@pytest.fixture
def town(group):
    """Five requests, each of its own kind."""
    tomorrow = NOW + timedelta(days=1)
    needs = {
        "near": make_need(group, zip_code="48912", at=NOW),
        "far": make_need(group, zip_code="48911", at=NOW + timedelta(minutes=1)),
        "spanish": make_need(group, zip_code="48933", language="es", at=NOW + timedelta(minutes=2)),
        "urgent": make_need(
            group, ("errand",), zip_code="48910", urgency=4, due_at=NOW + timedelta(hours=5), at=NOW
        ),
        "tomorrow": make_need(group, zip_code="48906", when_kind="by_day", due_at=tomorrow, at=NOW),
        "nowhere": make_need(group, zip_code="", at=NOW + timedelta(minutes=3)),
    }
    return {name: need.reference for name, need in needs.items()}


def test_nearest_first_and_what_is_nowhere_last(group, ana, town):
    listed = references(group, ana)

    assert listed[0] == town["near"]
    assert listed[-1] == town["nowhere"]
    assert set(listed) == set(town.values())


@pytest.mark.parametrize(
    ("wish", "names"),
    [
        ({"kind": "errand"}, {"urgent"}),
        ({"language": "es"}, {"spanish"}),
        ({"urgency": 4}, {"urgent"}),
        ({"within_m": 1000}, {"near"}),
        ({"before": NOW + timedelta(hours=10)}, {"urgent"}),
        ({"before": NOW + timedelta(days=2)}, {"urgent", "tomorrow"}),
        ({"kind": "errand", "language": "es"}, set()),
    ],
)
def test_filters(group, ana, town, wish, names):
    assert set(references(group, ana, **wish)) == {town[name] for name in names}


@pytest.mark.parametrize(("when", "count"), [("today", 1), ("tomorrow", 2), ("week", 3)])
@pytest.mark.parametrize("evening", [(2026, 3, 7, 23, 30), (2026, 3, 11, 9), (2026, 10, 31, 23, 30)])
def test_days_are_those_of_the_calendar_where_the_group_is(group, ana, evening, when, count):
    zone = group.zone
    at = datetime(*evening, tzinfo=zone)
    for days in (1, 2, 8, 9):
        midnight = datetime.combine(at.date() + timedelta(days=days), time.min, tzinfo=zone)
        make_need(group, when_kind="by_day", due_at=midnight, at=NOW)
    form = WishForm({"when": when}, group=group)

    choice, wish = open_to(group, ana, at=at), form.wish(at=at)
    assert sum(heap.wished for heap in list_heaps(choice, wish)) == count


@pytest.mark.parametrize(
    ("order", "first"), [("urgent", "urgent"), ("soonest", "urgent"), ("longest", "near")]
)
def test_orders(group, ana, town, order, first):
    assert references(group, ana, order=order)[0] == town[first]


def test_pages_hold_each_request_once_in_the_order_of_distance(group, ana):
    zips = ("48912", "48911", "48933", "48910", "48906")
    for number in range(2 * PAGE + 5):
        make_need(group, zip_code=zips[number % 5], at=NOW)

    pages = [found(group, ana, page=page) for page in (1, 2, 3)]

    rows = [row for page in pages for row in page.rows]
    assert pages[0].count == 2 * PAGE + 5
    assert [len(page.rows) for page in pages] == [PAGE, PAGE, 5]
    assert len({row.part.pk for row in rows}) == len(rows)
    assert [row.distance_m for row in rows] == sorted(row.distance_m for row in rows)
    assert found(group, ana, page=99).page == 3


def test_everything_about_place_comes_from_public_cells(group, ana, town):
    """Homes are moved within their cells: nothing a volunteer is shown changes, whatever they filter or sort by."""
    wishes = [{}, {"within_m": 1000}, {"within_m": 5000}, {"order": "nearest"}, {"order": "urgent"}]
    before = [[(row.part.pk, row.distance_m) for row in found(group, ana, **wish).rows] for wish in wishes]

    for place in Place.objects.filter(position__isnull=False):
        place.position = type(place.position)(place.position.lon + 0.003, place.position.lat - 0.002)
        place.search_cell = "89274" + "8b6e83ffff"[:10]
        place.save()

    after = [[(row.part.pk, row.distance_m) for row in found(group, ana, **wish).rows] for wish in wishes]
    assert after == before


def test_two_homes_in_one_cell_cannot_be_told_apart(group, ana):
    for _ in range(3):
        make_need(group, zip_code="48911", at=NOW)

    assert len({row.distance_m for row in found(group, ana).rows}) == 1


def test_not_what_they_said_no_to_hold_or_must_not_meet(group, ana):
    declined, held, blocked, left = (make_need(group, at=NOW) for _ in range(4))
    part_of = {need.pk: NeedPart.objects.get(need=need) for need in (declined, held, blocked, left)}
    [asked] = actions.invite(part_of[declined.pk], [ana], made_by=None, by=STAFF, at=NOW)
    actions.decline(asked, by=STAFF, at=NOW)
    actions.claim(part_of[held.pk], ana, by=STAFF, at=NOW)
    BlockedPair.objects.create(group=group, neighbour=blocked.person, helper=ana.person, made_at=NOW)

    assert references(group, ana) == [left.reference]


def test_only_kinds_one_has_the_skills_for(group):
    make_need(group, ("ride", "groceries"), at=NOW)
    walker = Helper(make_volunteer(group, "Walker", at=NOW))
    driver = Helper(make_checked(make_volunteer(group, "Driver", skills=("driving",), at=NOW), at=NOW))

    assert {row.part.category.key for row in found(group, walker).rows} == {"groceries"}
    assert {row.part.category.key for row in found(group, driver).rows} == {"groceries", "ride"}


# --- the page ----------------------------------------------------------------------------------------------


@pytest.fixture
def list_url(group) -> str:
    return f"/g/{group.slug}/open/"


def test_the_filters_live_in_the_address_bar(group, volunteer_client, town, list_url):
    client, _ana = volunteer_client
    page = read(client, f"{list_url}?{urlencode({'kind': 'errand', 'within': 10, 'order': 'urgent'})}")

    assert town["urgent"] in page
    assert town["near"] not in page
    assert 'value="errand" selected' in page
    assert "?within=10&amp;order=urgent" in page, "each filter can be taken away by itself"


@pytest.mark.parametrize(
    "query", ["kind=nonsense", "within=-5", "within=1e9", "page=0", "page=x", "page=99999999999", "when=never",
              "language=<b>", "order=price", "urgency=%00", "kind=errand&kind=ride"]
)  # fmt: skip
def test_a_mistyped_address_still_shows_the_list(volunteer_client, town, list_url, query):
    client, _ana = volunteer_client

    assert client.get(f"{list_url}?{query}").status_code == 200


def test_taking_one_from_the_list(group, part, volunteer_client):
    client, _ana = volunteer_client
    url = f"/g/{group.slug}/open/{part.pk}/"
    assert "Yes, I can" in read(client, url)

    after = client.post(url, follow=True)

    assert Assignment.objects.get().state == "accepted"
    assert "214 Oak St" in after.content.decode()


def test_somebody_was_quicker(group, part, volunteer_client, luis):
    client, _ana = volunteer_client
    actions.claim(part, luis, by=STAFF, at=NOW)
    url = f"/g/{group.slug}/open/{part.pk}/"

    assert "This is not open any more" in read(client, url)
    assert "Somebody else has just said yes" in client.post(url, follow=True).content.decode()


def test_more_than_planned_asks_once_more(group, part, volunteer_client):
    client, ana = volunteer_client
    type(ana.card).objects.filter(pk=ana.card.pk).update(tasks_per_week=0)
    url = f"/g/{group.slug}/open/{part.pk}/"

    refused = client.post(url, follow=True).content.decode()
    assert "Yes, one more" in refused
    assert not Assignment.objects.exists()

    client.post(url, {"over_limit": "yes"})
    assert Assignment.objects.get().state == "accepted"


def test_a_member_without_a_card_and_one_who_waits(group, part, list_url):
    client = Client()
    member = make_member(group, (), at=NOW)
    sign_in(client, member.user)
    assert "Tell us how you can help" in read(client, list_url)
    assert client.post(f"/g/{group.slug}/open/{part.pk}/").status_code == 302

    waiting = make_volunteer(group, "New Person", membership=member, at=NOW)
    type(waiting).objects.filter(pk=waiting.pk).update(state="applicant")
    assert "Somebody from the group looks at it first" in read(client, list_url)
    client.post(f"/g/{group.slug}/open/{part.pk}/")
    assert not Assignment.objects.exists()


def test_where_staff_choose_nothing_is_listed(group, part, volunteer_client, list_url):
    client, _ana = volunteer_client
    type(group).objects.filter(pk=group.pk).update(meeting_mode="dispatch")

    page = read(client, list_url)

    assert "Coordinators will ask you" in page
    assert "Requests you could take" not in page
    assert part.need.reference not in page
    assert "This is not open any more" in read(client, f"/g/{group.slug}/open/{part.pk}/")


def test_where_staff_choose_they_see_what_waits_for_them_and_by_what_they_are_chosen(
    group, part, volunteer_client, list_url
):
    client, ana = volunteer_client
    type(group).objects.filter(pk=group.pk).update(meeting_mode="dispatch")
    assert "Waiting for your answer" not in read(client, list_url)
    actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)

    with at_most_queries(12):
        page = read(client, list_url)

    assert "Waiting for your answer" in page
    assert "Yes, I can" in page
    assert "Coordinators choose by what you told us" in page
    assert "3 tasks a week" in page
    assert f'href="/g/{group.slug}/me/"' in page


def test_the_list_comes_before_its_map_and_says_its_order(group, part, volunteer_client, list_url):
    client, _ana = volunteer_client
    make_need(group, at=NOW)

    page = read(client, list_url)

    assert page.index(part.need.reference) < page.index('id="map-title"')
    assert "2 requests · Nearest first" in page
    assert "2 requests · Waiting longest first" in read(client, f"{list_url}?order=longest")


def test_without_a_place_to_start_from_nothing_is_nearest(group, part, volunteer_client, list_url):
    client, ana = volunteer_client
    make_need(group, at=NOW)
    type(ana.card).objects.filter(pk=ana.card.pk).update(start_place=None)

    assert "2 requests · Most urgent first" in read(client, list_url)


def test_the_list_takes_few_queries_however_long(group, volunteer_client, list_url):
    client, _ana = volunteer_client
    for _ in range(30):
        make_need(group, at=NOW)
    read(client, list_url)

    with at_most_queries(8):
        read(client, list_url)


def test_my_tasks_needs_you_now_first(group, part, volunteer_client):
    client, ana = volunteer_client
    actions.invite(part, [ana], made_by=None, by=STAFF, at=NOW)
    today = NeedPart.objects.get(need=make_need(group, ("errand",), summary="Post office", at=NOW))
    actions.claim(today, ana, by=STAFF, at=NOW)
    later = make_need(group, summary="Next week", when_kind="by_day", due_at=NOW + timedelta(days=9), at=NOW)
    actions.claim(NeedPart.objects.get(need=later), ana, by=STAFF, at=NOW)

    page = read(client, f"/g/{group.slug}/tasks/")

    assert page.index(">Needs you now</h2>") < page.index("Groceries for four")
    assert page.index("Groceries for four") < page.index("Post office") < page.index("Next week")
    assert "214 Oak St" not in page
    answered = client.post(
        f"/g/{group.slug}/tasks/{Assignment.objects.earliest('pk').pk}/", {"do": "no"}, follow=True
    )
    assert "That is fine" in answered.content.decode()


def test_my_tasks_is_called_so_and_says_now_only_where_an_answer_is_waited_for(group, part, volunteer_client):
    client, ana = volunteer_client
    path = f"/g/{group.slug}/tasks/"

    nothing = read(client, path)
    actions.claim(part, ana, by=STAFF, at=NOW)
    mine = read(client, path)

    assert "<h1>My tasks</h1>" in nothing
    assert re.search(r"<title>\s*My tasks\b", nothing)
    assert "Needs you now" not in nothing + mine
    assert "<h1>Mis tareas</h1>" in read(client, path, headers={"accept-language": "es"})


@pytest.mark.parametrize(
    ("mode", "is_offered"), [("open_claim", True), ("dispatch", False), ("automatic", False)]
)
def test_where_nobody_chooses_no_page_leads_to_the_list(group, volunteer_client, mode, is_offered):
    client, _ana = volunteer_client
    type(group).objects.filter(pk=group.pk).update(meeting_mode=mode)

    page = read(client, f"/g/{group.slug}/tasks/")

    assert (f'href="/g/{group.slug}/open/"' in page) is is_offered
    assert ("See the list" in page) is is_offered
    assert "I need a break" in page
