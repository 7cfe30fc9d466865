"""Links that let people in: as many as they were made for, as long as they were made for."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.groups.actions import (
    InviteEndedError,
    InviteTooWideError,
    answer_applicant,
    end_membership,
    join_by_invite,
    make_invite,
    revoke_invite,
)
from manyhands.apps.groups.models import Invite
from manyhands.apps.groups.queries import find_membership
from manyhands.apps.journal.models import Entry
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.worlds import make_group, make_member, make_user, reload, sign_in

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def group():
    return make_group("Eastside Neighbours")


@pytest.fixture
def organiser(group):
    return make_member(group, ("organiser",), name="Olga R.")


@pytest.fixture
def invite(group, organiser):
    def make(roles=(), uses=2, days=7):
        with group_scope(group.pk):
            return make_invite(
                group,
                roles=roles,
                lives=timedelta(days=days),
                uses=uses,
                made_by=organiser,
                at=timezone.now(),
            )

    return make


def join_url(token: str) -> str:
    return reverse("groups:join", kwargs={"token": token})


def roles_of(group, user) -> set[str]:
    with group_scope(group.pk):
        membership = find_membership(group, user)
        assert membership is not None
        return {role.key for role in membership.roles.all()}


def test_opening_it_shows_the_group_and_uses_nothing_up(client, invite):
    made, token = invite()
    page = client.get(join_url(token)).content.decode()

    assert "Eastside Neighbours" in page
    assert "Sign in to join" in page
    reload(made)
    assert made.uses_left == 2


def test_whoever_is_not_signed_in_does_so_first(client, invite):
    url = join_url(invite()[1])

    assert client.post(url)["Location"] == f"{reverse('accounts:sign_in')}?next={url}"


def test_its_button_joins_with_its_roles(client, group, invite):
    made, token = invite(roles=("intake",))
    user = make_user()
    sign_in(client, user)
    response = client.post(join_url(token))

    assert response["Location"] == reverse("people:volunteer_join", kwargs={"group_slug": group.slug})
    assert roles_of(group, user) == {"volunteer", "intake"}
    reload(made)
    assert made.uses_left == 1


def test_whoever_is_in_already_uses_nothing_up_but_may_get_more(client, group, invite):
    plain, plain_token = invite()
    member = make_member(group, ())
    sign_in(client, member.user)
    client.post(join_url(plain_token))
    reload(plain)
    assert plain.uses_left == 2

    _made, token = invite(roles=("intake",))
    client.post(join_url(token))
    assert roles_of(group, member.user) == {"volunteer", "intake"}


def test_it_is_used_up(invite):
    _made, token = invite(uses=1)
    first, second = Client(), Client()
    sign_in(first, make_user())
    sign_in(second, make_user())

    assert first.post(join_url(token)).status_code == 302
    assert second.get(join_url(token)).status_code == 410
    assert second.post(join_url(token)).status_code == 410


def test_two_at_once_get_one_last_use(group, invite):
    made, _token = invite(uses=1)
    with group_scope(group.pk):
        stale = Invite.objects.select_related("group").get(pk=made.pk)
        join_by_invite(made, make_user(), by=BY, at=timezone.now())
        with pytest.raises(InviteEndedError):
            join_by_invite(stale, make_user(), by=BY, at=timezone.now())


@pytest.mark.parametrize("how", ["expired", "revoked", "altered"])
def test_it_ends(client, group, invite, time_machine, how):
    made, token = invite()
    sign_in(client, make_user())
    if how == "expired":
        time_machine.move_to(timezone.now() + timedelta(days=7, minutes=1))
    if how == "revoked":
        with group_scope(group.pk):
            revoke_invite(made, by=BY, at=timezone.now())
    if how == "altered":
        token = f"{token[:-1]}!"

    for response in (client.get(join_url(token)), client.post(join_url(token))):
        assert response.status_code == 410
        assert "Ask whoever gave it to you" in response.content.decode()


def test_somebody_who_was_told_no_is_looked_at_again(client, group, invite):
    """The link may have come from hand to hand."""
    _made, token = invite(roles=("intake",))
    member = make_member(group, (), state="applicant")
    with group_scope(group.pk):
        answer_applicant(member, admitted=False, by=BY, at=timezone.now())
    sign_in(client, member.user)
    client.post(join_url(token))

    reload(member)
    assert member.state == "applicant"
    assert roles_of(group, member.user) == {"volunteer"}


def test_somebody_who_left_comes_back_without_the_old_roles(client, group, invite):
    member = make_member(group, ("coordinator",))
    with group_scope(group.pk):
        end_membership(member, by=BY, at=timezone.now())
    sign_in(client, member.user)
    client.post(join_url(invite()[1]))

    assert roles_of(group, member.user) == {"volunteer"}


@pytest.mark.parametrize(
    ("roles", "uses", "days"),
    [(("coordinator",), 11, 7), (("coordinator",), 10, 8), ((), 501, 7), ((), 1, 91)],
)
def test_a_link_cannot_be_too_wide(invite, roles, uses, days):
    with pytest.raises(InviteTooWideError):
        invite(roles=roles, uses=uses, days=days)


def test_only_its_hash_is_kept_and_the_journal_has_no_token(group, invite):
    made, token = invite()

    assert len(token) >= 32
    assert token not in made.token_hash
    with group_scope(group.pk):
        assert token not in str(list(Entry.objects.values()))


# --- the page -------------------------------------------------------------------------------------------


@pytest.fixture
def page(group):
    return reverse("groups:invites", kwargs={"group_slug": group.slug})


def test_the_page_makes_a_link_and_shows_it_in_this_browser_only(client, group, organiser, page):
    sign_in(client, organiser.user)
    response = client.post(page, {"days": "7", "uses": "20", "roles": []}, follow=True)
    [(made, url)] = response.context["rows"]
    token = url.rstrip("/").rpartition("/")[2]

    assert made.uses_left == 20
    assert Client().get(join_url(token)).status_code == 200
    assert "/join/" in response.content.decode()
    qr = client.get(reverse("groups:invite_qr", kwargs={"group_slug": group.slug, "invite_id": made.pk}))
    assert qr["Content-Type"] == "image/svg+xml"

    other = Client()
    sign_in(other, organiser.user)
    assert "/join/" not in other.get(page).content.decode()


def test_the_page_sent_twice_makes_one_link(client, group, organiser, page):
    sign_in(client, organiser.user)
    for _time in range(2):
        client.post(page, {"days": "7", "uses": "20", "once": "6f7c9a52-33d5-4f6e-9a3e-6a3ad8d2a111"})

    with group_scope(group.pk):
        assert Invite.objects.count() == 1


def test_whoever_may_not_give_roles_makes_links_for_volunteers(client, group, page):
    sign_in(client, make_member(group, ("coordinator",)).user)
    client.post(page, {"days": "7", "uses": "5", "roles": ["organiser"]})

    with group_scope(group.pk):
        assert [role.key for role in Invite.objects.get().roles.all()] == ["volunteer"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"days": "8", "uses": "5", "roles": ["intake"]}, "days"),
        ({"days": "7", "uses": "11", "roles": ["intake"]}, "uses"),
        ({"days": "0", "uses": "5"}, "days"),
        ({"days": "7", "uses": "501"}, "uses"),
        ({"days": "x", "uses": "5"}, "days"),
        ({"days": "7", "uses": "5", "roles": ["volunteer"]}, "roles"),
    ],
)
def test_the_page_says_what_does_not_fit(client, organiser, page, said, field):
    sign_in(client, organiser.user)

    assert list(client.post(page, said).context["form"].errors) == [field]


def test_taking_it_back_on_the_page(client, group, organiser, page, invite):
    made, token = invite()
    sign_in(client, organiser.user)
    client.post(reverse("groups:invite_revoke", kwargs={"group_slug": group.slug, "invite_id": made.pk}))

    assert client.get(join_url(token)).status_code == 410
    assert client.get(page).context["rows"] == []
