"""Two groups agree to help each other out: each says yes for itself, and each ends it for itself, at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.groups.actions import (
    AlreadySharingError,
    SharingEndedError,
    end_pool_invite,
    invite_to_pool,
    join_pool,
)
from manyhands.apps.groups.models import Group, PoolInvite, PoolMembership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_pool_invite, list_partners
from manyhands.apps.groups.tasks import note_left_pool
from manyhands.apps.journal.models import Entry
from manyhands.storage.actors import Actor
from manyhands.storage.scope import ScopeError, group_scope
from tests.worlds import make_group, make_member, sign_in

pytestmark = pytest.mark.django_db

STAFF = Actor.system("test")


class Side:
    """A group, somebody who runs it, and their browser."""

    def __init__(self, name: str) -> None:
        self.group = make_group(name, help_phone="(517) 555-0100")
        self.organiser = make_member(self.group, ("organiser",), name=f"Canary of {name}")
        self.client = Client()
        sign_in(self.client, self.organiser.user)

    @property
    def page(self) -> str:
        return group_path(self.group, "groups:sharing")

    def invite(self) -> tuple[PoolInvite, str]:
        with group_scope(self.group.pk):
            return invite_to_pool(self.group, made_by=self.organiser, at=timezone.now())

    def join(self, other: "Side", **changes) -> None:
        invite, _ = other.invite()
        join_pool(invite, self.group, agreed_by=self.organiser, at=timezone.now(), **changes)

    def verbs(self) -> list[str]:
        with group_scope(self.group.pk):
            entries = Entry.objects.filter(verb__startswith="pool.").order_by("number")
            return list(entries.values_list("verb", flat=True))

    @property
    def partners(self) -> list[str]:
        with group_scope(self.group.pk):
            return [group.name for group in list_partners(self.group)]


@pytest.fixture
def east(db):
    return Side("Eastside")


@pytest.fixture
def holt(db):
    return Side("Holt Helpers")


def link_of(token: str) -> str:
    return reverse("groups:share", kwargs={"token": token})


def test_one_makes_a_link_and_the_other_says_yes(east, holt):
    link = east.client.post(east.page).context["link"]
    address = link[link.index("/share/") :]
    asked = holt.client.get(address).content.decode()
    answered = holt.client.post(address, {"group": holt.group.slug}, follow=True).content.decode()

    assert "Share with" in asked
    assert east.group.name in asked
    assert east.group.name in answered
    assert (east.partners, holt.partners) == (["Holt Helpers"], ["Eastside"])
    assert east.verbs() == ["pool.invited", "pool.joined"]
    assert holt.verbs() == ["pool.joined"]


def test_the_link_is_shown_once_and_its_hash_is_all_that_is_kept(east):
    link = east.client.post(east.page).context["link"]
    token = link.rstrip("/").rsplit("/", 1)[-1]

    assert token not in east.client.get(east.page).content.decode()
    with group_scope(east.group.pk):
        assert token not in str(PoolInvite.objects.get().__dict__)


def test_opening_it_agrees_to_nothing(east, holt):
    _, token = east.invite()
    holt.client.get(link_of(token))
    Client().get(link_of(token))

    assert east.partners == holt.partners == []


def test_whoever_is_not_signed_in_signs_in_first(east):
    _, token = east.invite()
    answer = Client().post(link_of(token))

    assert answer.status_code == 302
    assert link_of(token) in answer["Location"]


def test_a_volunteer_cannot_say_yes_for_the_group(east, holt):
    volunteer, client = make_member(holt.group, ()), Client()
    sign_in(client, volunteer.user)
    _, token = east.invite()
    answer = client.post(link_of(token), {"group": holt.group.slug})

    assert answer.status_code == 422
    assert holt.partners == []


def test_nobody_answers_for_a_group_that_is_not_theirs(east, holt):
    third = Side("Delhi")
    _, token = east.invite()
    answer = holt.client.post(link_of(token), {"group": third.group.slug})

    assert answer.status_code == 422
    assert third.partners == []


@pytest.mark.parametrize("how", ["used", "old", "taken back"])
def test_a_link_that_has_ended_lets_nobody_in(east, holt, how):
    invite, token = east.invite()
    now = timezone.now()
    if how == "used":
        join_pool(invite, Side("Delhi").group, agreed_by=holt.organiser, at=now)
    if how == "taken back":
        east.client.post(group_path(east.group, "groups:sharing_end", invite_id=invite.pk))
    late = now + timedelta(days=8 if how == "old" else 0)

    assert find_pool_invite(token, at=late) is None
    with pytest.raises(SharingEndedError):
        join_pool(invite, holt.group, agreed_by=holt.organiser, at=late)
    if how != "old":
        assert holt.client.get(link_of(token)).status_code == 410


def test_a_group_shares_with_one_circle_at_a_time_and_never_with_itself(east, holt):
    holt.join(east)
    delhi = Side("Delhi")
    _, token = delhi.invite()
    answer = holt.client.post(link_of(token), {"group": holt.group.slug})

    assert answer.status_code == 422
    assert delhi.partners == []
    with pytest.raises(AlreadySharingError):
        delhi.join(delhi)


def test_a_third_group_is_seen_by_all(east, holt):
    holt.join(east)
    delhi = Side("Delhi")
    delhi.join(holt)

    assert east.partners == ["Delhi", "Holt Helpers"]
    assert delhi.partners == ["Eastside", "Holt Helpers"]
    assert east.verbs()[-1] == "pool.joined"


def test_leaving_ends_it_at_once_and_is_in_both_journals(east, holt):
    holt.join(east)
    holt.client.post(group_path(holt.group, "groups:sharing_leave"))

    assert (east.partners, holt.partners) == ([], [])
    assert holt.verbs()[-1] == "pool.left"
    note_left_pool(PoolMembership.across_groups.get(group=east.group).pool_id)
    assert east.verbs()[-1] == "pool.partner_left"
    holt.join(east)
    assert holt.partners == ["Eastside"]


def test_nothing_of_the_people_of_one_group_is_on_the_pages_of_the_other(east, holt):
    holt.join(east)
    pages = [side.client.get(side.page).content.decode() for side in (east, holt)]

    assert "Canary of Holt" not in pages[0]
    assert "Canary of East" not in pages[1]


def test_only_whoever_may_change_settings_shares(east, holt):
    coordinator, client = make_member(east.group, ("coordinator",)), Client()
    sign_in(client, coordinator.user)

    assert client.get(east.page).status_code == 403
    assert client.post(east.page).status_code == 403
    assert client.post(group_path(east.group, "groups:sharing_leave")).status_code == 403


def test_one_group_cannot_end_what_is_another_groups(east, holt):
    invite, token = east.invite()
    answer = holt.client.post(group_path(holt.group, "groups:sharing_end", invite_id=invite.pk))

    assert answer.status_code == 404
    assert find_pool_invite(token, at=timezone.now()) is not None
    with group_scope(holt.group.pk), pytest.raises(ScopeError):
        end_pool_invite(invite, by=STAFF, at=timezone.now())


def test_a_group_that_agreed_to_other_words_is_told_and_agrees_anew(east, holt):
    holt.join(east)
    told = "Please read this again"
    assert told not in east.client.get(east.page).content.decode()
    with group_scope(east.group.pk):
        PoolMembership.objects.update(words_version=1)
    assert told in east.client.get(east.page).content.decode()
    east.client.post(group_path(east.group, "groups:sharing_agree"))

    assert told not in east.client.get(east.page).content.decode()
    assert east.verbs()[-1] == "pool.words_agreed"
    assert east.partners == ["Holt Helpers"]


def test_the_page_says_that_after_a_yes_a_name_and_a_number_go_over(east):
    page = east.client.get(east.page).content.decode()

    assert "first name, their telephone number or e-mail address" in page
    assert "No name, telephone number" not in page


def test_of_another_time_zone_it_is_said_that_both_times_are_told(east, holt):
    link = east.client.post(east.page).context["link"]
    holt.client.post(link[link.index("/share/") :], {"group": holt.group.slug})
    assert "Their time zone is another one" not in east.client.get(east.page).content.decode()

    Group.objects.filter(pk=holt.group.pk).update(time_zone="America/Denver")
    page = east.client.get(east.page).content.decode()

    assert "Their time zone is another one (America/Denver)" in page
    assert "Where the clocks differ, both times are said." in page
