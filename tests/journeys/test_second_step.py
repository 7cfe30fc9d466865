"""A passkey in a real browser, with a device that it takes for a real one; and without scripts."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from manyhands.apps.accounts.models import Passkey
from manyhands.apps.groups.paths import group_path
from tests.journeys.visitor import Visitor
from tests.worlds import make_group, make_member, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_device(visitor: Visitor) -> Any:
    """Keys are for names: the browser knows this machine as localhost."""
    visitor.site = re.sub(r"//127\.0\.0\.1", "//localhost", visitor.site)
    device = visitor.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return device


@pytest.mark.parametrize(("language", "size"), [("en", "desktop"), ("es", "phone")])
def test_a_coordinator_makes_a_passkey_and_comes_back_with_it(visit, language, size):
    group = make_group()
    rosa = make_member(group, ("coordinator",), user=make_user(language=language))
    visitor = visit(language, size)
    with_a_device(visitor)
    visitor.sign_in(rosa.user, factors=1)
    visitor.open(group_path(group, "needs:list"))
    visitor.heading("Before you go on: a second step")
    visitor.picture(f"second-step-{language}")

    visitor.press("Make a passkey")
    visitor.press("Make a passkey")
    visitor.heading("For the day your telephone is lost")
    visitor.press("Make ten codes")
    expect(visitor.page.locator("#recovery-codes li")).to_have_count(10)
    visitor.picture(f"recovery-codes-{language}")
    visitor.press("I have them on paper")
    assert visitor.page.url.endswith(group_path(group, "needs:list"))
    assert Passkey.objects.get().user == rosa.user

    visitor.context.clear_cookies()
    visitor.open("/account/sign-in/")
    visitor.press("Sign in with a passkey")
    visitor.open(group_path(group, "needs:list"))
    assert visitor.page.url.endswith(group_path(group, "needs:list"))
    assert Passkey.objects.get().last_used_at is not None


def test_who_chooses_no_passkey_is_told_what_else_there_is(visit):
    visitor = visit()
    with_a_device(visitor)
    visitor.open("/account/sign-in/")
    # The device holds none for us.
    visitor.page.get_by_role("button", name="Sign in with a passkey").click()

    expect(visitor.page.get_by_text("No passkey was chosen.")).to_be_visible()


def test_without_scripts_the_code_is_offered_in_its_place(visit):
    visitor = visit(hands="no scripts")
    visitor.open("/account/sign-in/")

    expect(visitor.page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    visitor.sees("Passkeys need a browser that knows them, with scripts switched on.")
    visitor.sees("Send me a code")
