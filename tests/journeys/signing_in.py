"""Signing in as everybody does: an address, the code that comes to it, and what a second step asks for."""

import re

from django.utils import timezone

from manyhands.apps.accounts.bridge import STEP_SECONDS, code_of_step
from tests.journeys.visitor import Visitor
from tests.journeys.worker import letters_to, work


def sign_in_by_code(visitor: Visitor, address: str) -> None:
    visitor.write("E-mail address", address)
    # Nobody reads and types this within a second.
    visitor.page.wait_for_timeout(1000)
    visitor.press("Send me a code")
    work()
    code = re.search(r"\b\d{6}\b", letters_to(address)[-1])
    assert code, letters_to(address)
    visitor.write("Code", code[0])
    visitor.press("Sign in")


def set_up_app(visitor: Visitor) -> None:
    """An app on the telephone, from the page that asks for a second step; it leads on to where one was going."""
    visitor.press("Set up an app")
    visitor.press("I have one: go on")
    # Shown in groups of four, as people type it.
    secret = visitor.page.locator("#app-secret").inner_text().replace(" ", "")
    visitor.write("Code from your app", code_of_step(secret, int(timezone.now().timestamp()) // STEP_SECONDS))
    visitor.press("Go on")
    visitor.heading("For the day your telephone is lost")
    visitor.press("Not now")
