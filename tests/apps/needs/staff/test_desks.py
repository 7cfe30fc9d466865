"""The piles on the staff's table: what lies where, and what is found by searching."""

from datetime import timedelta

import pytest
from django.utils import timezone

from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions import close_need, set_follow_up, set_owner, take_part, triage_need
from manyhands.apps.needs.models import NeedPart
from manyhands.storage.scope import group_scope
from tests.apps.needs.conftest import NOON, STAFF
from tests.queries import at_most_queries
from tests.worlds import make_need

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WHO = {"by": STAFF, "at": NOON}


@pytest.fixture
def shown(group, client_for):
    client, member = client_for("coordinator")

    def read(desk: str = "", **query) -> list[str]:
        response = client.get(group_path(group, "needs:list"), {"desk": desk, **query})
        assert response.status_code == 200
        return [need.reference for need in response.context["page"]]

    read.client, read.member = client, member
    return read


def test_what_is_new_and_what_is_open(group, shown):
    new, triaged = make_need(group, is_open=False, at=NOON), make_need(group, is_open=False, at=NOON)
    opened, closed = make_need(group, at=NOON), make_need(group, at=NOON)
    with group_scope(group.pk):
        triage_need(triaged, urgency=4, **WHO)
        close_need(closed, reason="referred", **WHO)

    assert shown() == [triaged.reference, new.reference]
    assert shown("open") == [opened.reference]
    assert shown("closed") == [closed.reference]
    assert shown("no-such-desk") == shown("new")


def test_the_most_urgent_and_then_the_longest_waiting_come_first(group, shown):
    late = make_need(group, is_open=False, at=NOON - timedelta(hours=1))
    early = make_need(group, is_open=False, at=NOON - timedelta(hours=5))
    urgent = make_need(group, is_open=False, urgency=4, at=NOON)

    assert shown() == [urgent.reference, early.reference, late.reference]


def test_under_way(group, shown):
    need = make_need(group, at=NOON)
    with group_scope(group.pk):
        take_part(NeedPart.objects.get(need=need), **WHO)

    assert shown("under_way") == [need.reference]
    assert shown("open") == []


def test_what_i_mind(group, shown):
    need, other = make_need(group, at=NOON), make_need(group, at=NOON)
    with group_scope(group.pk):
        set_owner(need, shown.member, **WHO)
        set_owner(other, None, **WHO)

    assert shown("mine") == [need.reference]


def test_what_is_put_away_comes_back_on_its_day(group, shown, clock):
    need = make_need(group, is_open=False, at=NOON)
    with group_scope(group.pk):
        set_follow_up(need, NOON + timedelta(days=2), **WHO)
    assert (shown("new"), shown("follow_up")) == ([], [need.reference])

    clock.move_to(NOON + timedelta(days=2, seconds=1), tick=False)
    assert (shown("new"), shown("follow_up")) == ([need.reference], [need.reference])


def test_what_is_put_away_is_listed_by_its_day(group, shown):
    late, soon = make_need(group, at=NOON), make_need(group, at=NOON)
    with group_scope(group.pk):
        set_follow_up(late, NOON + timedelta(days=5), **WHO)
        set_follow_up(soon, NOON + timedelta(days=2), **WHO)

    assert shown("follow_up") == [soon.reference, late.reference]


def test_the_alarm_is_what_is_due_within_a_day_and_nobody_has_taken(group, shown):
    due = make_need(group, when_kind="by_day", due_at=NOON + timedelta(hours=24), at=NOON)
    overdue = make_need(group, is_open=False, when_kind="by_day", due_at=NOON - timedelta(days=3), at=NOON)
    make_need(group, when_kind="by_day", due_at=NOON + timedelta(hours=25), at=NOON)
    taken = make_need(group, when_kind="by_day", due_at=NOON + timedelta(hours=1), at=NOON)
    late = make_need(group, when_kind="by_day", due_at=NOON, at=NOON)
    with group_scope(group.pk):
        take_part(NeedPart.objects.get(need=taken), **WHO)
        take_part(NeedPart.objects.get(need=late), **WHO)

    assert set(shown("alarm")) == {due.reference, overdue.reference, late.reference}


def test_the_tabs_count(group, shown):
    make_need(group, is_open=False, at=NOON)
    make_need(group, at=NOON)
    response = shown.client.get(group_path(group, "needs:list"), {"desk": "closed"})

    assert {tab.label: tab.count for tab in response.context["tabs"]} == {
        "New": 1, "Due or overdue": 0, "Look again": 0, "Mine": 0, "Looking": 1, "Under way": 0, "Closed": 0,
    }  # fmt: skip


def test_a_second_page(group, shown):
    references = {make_need(group, is_open=False, at=NOON).reference for _number in range(27)}
    first, second = shown("new"), shown("new", page=2)

    assert (len(first), len(second)) == (25, 2)
    assert set(first) | set(second) == references
    assert shown("new", page="nonsense") == first


@pytest.mark.parametrize("desk", ["new", "open", "mine", "follow_up", "alarm", "under_way", "closed"])
def test_a_desk_takes_eight_queries_however_full(group, shown, desk):
    for _number in range(12):
        make_need(group, ("groceries", "ride"), is_open=desk != "new", at=timezone.now())
    with at_most_queries(8):
        shown(desk)


# --- searching -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}"])
def test_by_reference_however_it_is_written(group, shown, typed):
    need = make_need(group, at=NOON)
    ways = [need.reference, need.reference.lower().replace("-", ""), need.reference.replace("-", " ")]

    assert shown(q=typed.format(*ways)) == [need.reference]


def test_by_name_in_any_order_without_accents(group, shown):
    need = make_need(group, name="María José García Núñez", at=NOON)
    make_need(group, name="María López", at=NOON)

    assert shown(q="nunez maria") == [need.reference]
    assert shown(q="GARCIA") == [need.reference]
    assert shown(q="Nuñez Lopez") == []


def test_by_phone_also_of_whoever_asked_for_somebody_else(group, shown):
    first = make_need(group, at=NOON)
    phone = first.person.phone
    second = make_need(group, asked_by=first.person, at=NOON)

    assert set(shown(q=f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}")) == {first.reference, second.reference}


@pytest.mark.parametrize(
    "typed", ["nobody at all", "+1 517 555 9999", "%", "'; drop table", "\u200b", "𝕏" * 300]
)
def test_what_finds_nothing_says_so(group, shown, typed):
    make_need(group, at=NOON)

    assert shown(q=typed) == []


def test_searching_takes_few_queries(group, shown):
    for _number in range(8):
        make_need(group, at=NOON)
    with at_most_queries(11):
        shown(q="Lopez")


def test_no_name_phone_or_address_stands_on_a_desk(group, shown):
    need = make_need(
        group, name="Wilhelmina Featherstone", address="77 Canary Lane", details="Cat: Moriarty", at=NOON
    )
    page = shown.client.get(group_path(group, "needs:list"), {"desk": "open"}).content.decode()

    assert need.reference in page
    for secret in ("Wilhelmina", "Featherstone", "Canary", "Moriarty", need.person.phone, need.person.email):
        assert secret not in page
