"""A few of the requests of `make check-fuzz`: whatever is sent, nothing of ours breaks."""

import logging

import pytest
from django.utils import timezone
from ninja import Schema

from manyhands.config.api.assembly import list_operations
from tests.fuzz.pages import Fuzz
from tests.fuzz.programs import ApiFuzz
from tests.journeys.town import make_town


@pytest.fixture
def quiet():
    """Much of what is sent is refused, and would say so at length."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
def test_no_page_breaks_over_what_nobody_would_type(quiet):
    outcome = Fuzz(make_town(timezone.now()), seed=1).run(each=1, one_of=4)

    assert outcome.problems == []
    assert outcome.requests > 100
    assert outcome.forms > 10


@pytest.mark.django_db
def test_the_api_answers_as_its_description_says(quiet):
    at = timezone.now()
    outcome = ApiFuzz(make_town(at), make_town(at)).run(examples=2)

    assert outcome.problems == []
    assert len(outcome.operations) == len(list(list_operations()))
    assert {200, 401, 403, 404, 422} <= set(outcome.statuses)


def test_no_two_things_of_the_description_have_one_name():
    """One would be described as the other."""
    kinds = _with_below(Schema)
    ours = [kind.__name__ for kind in kinds if kind.__module__.startswith("manyhands.apps.")]

    assert len(ours) > 10
    assert len(ours) == len(set(ours))


def _with_below(kind):
    return [below for one in kind.__subclasses__() for below in (one, *_with_below(one))]
