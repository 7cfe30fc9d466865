"""Fixtures for signing in: a mailbox that can be down, and a code taken out of it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from manyhands.apps.accounts.tasks import send_sign_in_code
from tests.worlds import by_hand


def run_jobs() -> None:
    """What the worker would do: run every job that waits, once."""
    for row in list(OrmQ.objects.all()):
        job = SignedPackage.loads(row.payload)
        assert job["func"] == "manyhands.apps.accounts.tasks.send_sign_in_code"
        send_sign_in_code(*job["args"])
        row.delete()


@pytest.fixture
def newest_code(mailoutbox: list[Any]) -> Callable[[], str]:
    def read() -> str:
        run_jobs()
        found = re.search(r"\b\d{6}\b", mailoutbox[-1].body)
        assert found
        return found.group()

    return read


@pytest.fixture
def ask(client: Client) -> Callable[..., Any]:
    """Ask for a code, as the page does."""

    def post(email: str = "ana@example.org", *, next_url: str = "", **headers: Any) -> Any:
        query = {"next": next_url} if next_url else None
        return client.post(reverse("accounts:sign_in", query=query), by_hand(email=email), **headers)

    return post


@pytest.fixture
def enter(client: Client) -> Callable[[str], Any]:
    """Type a code into its page."""
    return lambda code: client.post(reverse("accounts:code"), {"code": code})
