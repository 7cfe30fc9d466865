"""The list of members: by name, looked through, and as cheap for a thousand as for three."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from manyhands.apps.accounts.actions import report_loss
from manyhands.apps.groups.models import Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import MemberFilter, Standing, list_member_ids
from manyhands.apps.groups.views.members import MEMBERS_PER_PAGE, SEARCHED_FROM
from manyhands.storage.scope import group_scope
from tests.queries import application_queries, at_most_queries
from tests.worlds import make_group, make_member, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def group():
    group = make_group()
    with group_scope(group.pk):
        yield group


@pytest.fixture
def organiser(group) -> Client:
    client = Client()
    sign_in(client, Membership.objects.get(group=group, roles__key="organiser").user)
    return client


@pytest.fixture
def crowd(group) -> None:
    for number in range(SEARCHED_FROM):
        make_member(group, (), name=f"Helper {number:02}")


def shown(client: Client, group, query: str = "") -> list[str]:
    page = client.get(group_path(group, "groups:members") + query).content.decode()
    return re.findall(r"<bdi>([^<]+)</bdi></a></h3>", page)


def test_they_stand_by_name_whatever_the_accents_and_who_has_none_comes_last(group, organiser):
    for name in ("Zoe", "álvaro Peña", "", "ana"):
        make_member(group, (), name=name)

    assert shown(organiser, group) == ["álvaro Peña", "ana", "Olga R.", "Zoe", "No name yet"]


def test_of_many_who_wait_the_first_are_in_sight_and_the_rest_one_press_away(group, organiser):
    for number in range(7):
        make_member(group, (), name=f"Waits {number}", state="applicant")
    page = organiser.get(group_path(group, "groups:members")).content.decode()
    spanish = organiser.get(
        group_path(group, "groups:members"), headers={"accept-language": "es"}
    ).content.decode()

    assert "<summary>2 more wait</summary>" in page
    assert page.index("Waits 4") < page.index("2 more wait") < page.index("Waits 5")
    assert page.count("Yes, let in</button>") == 7
    assert "<summary>Esperan 2 más</summary>" in spanish


@pytest.mark.parametrize("query", ["?q=vera", "?q=zzz"])
def test_who_was_looked_for_comes_before_those_who_wait(group, organiser, query):
    make_member(group, (), name="Vera")
    make_member(group, (), name="Walt", state="applicant")
    path = group_path(group, "groups:members")

    all_of_them = organiser.get(path).content.decode()
    found = organiser.get(path + query).content.decode()

    assert all_of_them.index("Walt") < all_of_them.index("<bdi>Vera")
    assert found.index("<bdi>Vera" if "vera" in query else "Nobody found") < found.index("Walt")
    assert found.count("Don’t let in Walt") == all_of_them.count("Don’t let in Walt") == 1


def test_few_are_found_by_looking(group, organiser):
    path = group_path(group, "groups:members")
    assert 'role="search"' not in organiser.get(path).content.decode()

    for number in range(SEARCHED_FROM):
        make_member(group, (), name=f"Helper {number}")
    assert 'role="search"' in organiser.get(path).content.decode()


@pytest.mark.usefixtures("crowd")
def test_a_part_of_a_name_finds_them_and_so_does_a_whole_address(group, organiser):
    member = make_member(group, (), name="María-José Núñez")
    make_member(group, (), name="María Lopez")

    for text in ("maria nun", "NUÑEZ", member.user.email.upper()):
        assert shown(organiser, group, f"?q={text}") == ["María-José Núñez"], text
    part = member.user.email.partition("@")[2]
    assert shown(organiser, group, f"?q=@{part}") == []
    assert (
        "Nobody found"
        in organiser.get(group_path(group, "groups:members") + "?q=nobody+at+all").content.decode()
    )


@pytest.mark.usefixtures("crowd")
def test_they_are_found_by_their_role(group, organiser):
    make_member(group, ("vetter", "intake"), name="Vera")
    make_member(group, ("intake",), name="Ina")

    assert shown(organiser, group, "?role=intake") == ["Ina", "Vera"]
    assert shown(organiser, group, "?role=intake&q=ve") == ["Vera"]
    assert len(shown(organiser, group, "?role=no-such-role")) == SEARCHED_FROM + 3


@pytest.mark.usefixtures("crowd")
def test_whoever_gives_roles_sees_who_has_lost_their_second_step(group, organiser):
    lost = make_member(group, (), name="Rosa")
    report_loss(lost.user, at=timezone.now())
    path = group_path(group, "groups:members")
    coordinator = Client()
    sign_in(coordinator, make_member(group, ("coordinator",), name="Carla").user)

    assert shown(organiser, group, "?standing=lost") == ["Rosa"]
    assert "has lost their second step" in organiser.get(path + "?q=rosa").content.decode()
    assert "has lost their second step" not in coordinator.get(path + "?q=rosa").content.decode()
    assert "Helper 01" in coordinator.get(path + "?standing=lost").content.decode()


def test_nobody_rests_where_no_role_asks_for_anything(group):
    make_member(group, ("coordinator",))

    assert list_member_ids(group, MemberFilter(standing=Standing.RESTING), at=timezone.now()) == []


@pytest.mark.usefixtures("crowd")
def test_the_page_asks_as_often_however_many_there_are(group, organiser):
    path = group_path(group, "groups:members")
    with application_queries() as asked:
        organiser.get(path)
    for number in range(MEMBERS_PER_PAGE):
        make_member(group, ("intake",) if number % 2 else (), name=f"More {number}")

    with at_most_queries(min(len(asked), 10)):
        organiser.get(path)
    with at_most_queries(12):
        second = organiser.get(path + "?page=2&role=&q=e").content.decode()
    assert "q=e" in second


@pytest.mark.usefixtures("crowd")
def test_whoever_waits_for_an_answer_stays_in_sight_of_who_searches(group, organiser):
    make_member(group, (), name="Marcus Harper", state="applicant")

    page = organiser.get(group_path(group, "groups:members") + "?q=marcus").content.decode()
    assert "Waiting for your answer" in page
    assert "Marcus Harper" in page
