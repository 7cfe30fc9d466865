"""Putting away, closing and handing out a link on the page of one request."""

import pytest

from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.actions import close_need, take_part
from manyhands.apps.needs.models import Need, NeedPart
from tests.apps.needs.conftest import NOON, STAFF
from tests.worlds import make_need

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "scope")]
WHO = {"by": STAFF, "at": NOON}


@pytest.fixture
def need(group) -> Need:
    return make_need(group, at=NOON)


@pytest.fixture
def press(need, client_for):
    client, _member = client_for("coordinator")

    def send(name: str = "detail", **answers):
        path = group_path(need.group, f"needs:{name}", reference=need.reference)
        return client.post(path, answers, follow=True) if answers else client.get(path)

    send.client = client
    return send


def _reasons(response) -> set[str]:
    return {value for value, _label in response.context["close_form"].fields["reason"].choices}


def test_nothing_is_done_where_nobody_said_yes(need, press):
    assert not {"fulfilled", "partly_fulfilled"} & _reasons(press())

    response = press("close", reason="fulfilled")

    assert response.status_code == 422
    assert Need.objects.get(pk=need.pk).state == "open"


def test_what_somebody_took_may_be_done(need, press):
    take_part(NeedPart.objects.get(need=need), **WHO)

    assert {"fulfilled", "partly_fulfilled"} <= _reasons(press())


def test_what_is_put_away_says_until_when_and_can_be_set_back(need, press):
    page = press("follow_up", in_days="1")
    assert "back on the desk: tomorrow" in page.content.decode()
    assert page.context["is_put_away"]

    press("follow_up", now="1")
    assert Need.objects.get(pk=need.pk).follow_up_at is None


def test_what_is_closed_waits_no_more(need, press):
    close_need(need, reason="unable_to_fill", **WHO)
    text = press().content.decode()

    assert "closed today 12 noon" in text
    assert "waiting" not in text.casefold().replace("what else waits", "")


def test_a_private_link_for_a_caller_opens_and_is_shown_once(need, press):
    page = press("private_link", make="1")
    url = page.context["private_url"]

    assert url in page.content.decode()
    assert press.client.get(url.removeprefix("http://localhost:8000")).status_code == 200
    assert url not in press().content.decode()


def test_opening_again_asks_why(need, press):
    close_need(need, reason="unable_to_fill", **WHO)
    response = press("reopen", reason="")

    assert "why it is opened again" in response.content.decode()
