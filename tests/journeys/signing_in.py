"""Signing in as everybody does: an address, and the code that comes to it."""

import re

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
