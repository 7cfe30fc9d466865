"""Signing in as everybody does: an address, and the code that comes to it."""

import re

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from manyhands.apps.accounts.access import note_proof
from manyhands.apps.accounts.policies import TWO_FACTORS
from tests.journeys.visitor import Visitor
from tests.journeys.worker import letters_to, work


def sign_in_by_code(visitor: Visitor, address: str) -> None:
    visitor.write("E-mail address", address)
    visitor.press("Send me a code")
    work()
    code = re.search(r"\b\d{6}\b", letters_to(address)[-1])
    assert code, letters_to(address)
    visitor.write("Code", code[0])
    visitor.press("Sign in")


def show_second_thing(visitor: Visitor) -> None:
    """As if this device had shown a second thing; how one is set up has journeys of its own."""
    visitor.page.wait_for_url(lambda url: "/sign-in/" not in url)
    (key,) = (
        cookie["value"]
        for cookie in visitor.context.cookies()
        if cookie["name"] == settings.SESSION_COOKIE_NAME
    )
    session = SessionStore(key)
    note_proof(session, factors=TWO_FACTORS, at=timezone.now())
    session.save()
