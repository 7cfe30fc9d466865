"""A delivery is taken once; nothing is read of one that is refused."""

import pytest
from django.test import RequestFactory

from manyhands.storage.models import IdempotencyKey
from manyhands.web.webhooks import receiving
from manyhands.web.webhooks.receiving import NotUnderstoodError, receive
from tests.web.webhooks.deliveries import AT, KEY, SCHEMES, of_body, standard

pytestmark = pytest.mark.django_db


class Taken(list):
    def __call__(self, raw):
        self.append(raw)
        return "done"


@pytest.fixture
def taken():
    return Taken()


def deliver(sent, scheme, do, at=AT):
    request = RequestFactory().post("/", sent.body, content_type="application/json", headers=sent.headers)
    return receive(request, scheme, action="test", at=at, do=do).status_code


@pytest.mark.parametrize("name", SCHEMES)
def test_it_is_taken_once_however_often_it_comes(name, taken):
    scheme, sent = SCHEMES[name]

    assert [deliver(sent, scheme, taken) for _ in range(3)] == [204, 204, 204]
    assert taken == [sent.body]


@pytest.mark.parametrize("name", SCHEMES)
def test_what_is_refused_is_not_read_and_leaves_nothing(name, taken):
    scheme, sent = SCHEMES[name]
    sent = type(sent)(sent.headers, sent.body + b"x")

    assert deliver(sent, scheme, taken) == 401
    assert taken == []
    assert not IdempotencyKey.objects.exists()


def test_the_same_number_over_another_body_is_refused(taken):
    scheme, _ = SCHEMES["Standard Webhooks"]

    assert deliver(standard(), scheme, taken) == 204
    assert deliver(standard(body=b"{}"), scheme, taken) == 409
    assert len(taken) == 1


def test_what_could_not_be_taken_may_come_again(taken):
    scheme, sent = SCHEMES["Standard Webhooks"]

    def fail(_raw):
        raise NotUnderstoodError

    assert deliver(sent, scheme, fail) == 400
    assert deliver(sent, scheme, taken) == 204
    assert taken == [sent.body]


def test_what_is_too_large_is_refused_before_it_is_hashed(taken, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_BYTES", 50)
    scheme, sent = SCHEMES["signed body (Checkr)"]

    assert deliver(sent, scheme, taken) == 413
    assert deliver(of_body(body=b"x" * 50, key=KEY), scheme, taken) == 204
