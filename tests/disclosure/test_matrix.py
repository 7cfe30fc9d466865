"""Who sees what, cell by cell, in everything that can be opened: `make check-disclosure` walks the whole of it."""

import pytest
from django.utils import timezone

from tests.disclosure.matrix import READERS, check
from tests.disclosure.page import PAGE, write
from tests.disclosure.walk import BROKEN
from tests.disclosure.world import make_world

pytestmark = pytest.mark.django_db


def test_everybody_sees_what_the_table_says_and_nothing_else():
    outcome = check(make_world(timezone.now()), sample=True)

    assert not outcome.exceptions, "\n".join(outcome.exceptions)
    assert outcome.cells > 5_000
    assert outcome.shown > 400
    assert outcome.reveals > 15
    assert {"text/html", "application/json", "text/calendar", "refusal", BROKEN} <= outcome.kinds
    assert len({reader.name for reader, _role, _of in READERS}) == len(READERS)


def test_the_page_for_people_is_written_from_the_table():
    assert PAGE.read_text() == write(), "python -m tests.disclosure.page"
