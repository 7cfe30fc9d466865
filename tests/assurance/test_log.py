"""What the log says of attempts, and what nobody can make it say."""

import logging
import re
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone

from manyhands.apps.accounts.actions import make_one_time_link
from manyhands.storage.rates import Limit, take
from tests.worlds import by_hand, make_group, make_member, make_user, sign_in

AT = datetime(2026, 3, 7, 12, tzinfo=UTC)
TELL_TIME = """
import logging
import django
django.setup()
record = logging.makeLogRecord({"created": 0.0, "msg": "begun"})
print(logging.getLogger().handlers[0].format(record))
"""

pytestmark = pytest.mark.django_db


def test_who_is_refused_is_in_the_log(client, caplog):
    group = make_group()
    sign_in(client, make_member(group, ()).user)

    answer = client.get(f"/g/{group.slug}/settings/")

    assert answer.status_code == 403
    assert [record.levelname for record in caplog.records if record.name == "django.request"] == ["WARNING"]


def test_a_limit_that_is_reached_is_in_the_log_without_whose(caplog):
    limit = Limit("test.knock", burst=1, per_minute=1)
    take(limit, "192.0.2.77", at=AT)
    with caplog.at_level(logging.INFO, "manyhands"):
        take(limit, "192.0.2.77", at=AT)

    assert "test.knock" in caplog.text
    assert "192.0.2.77" not in caplog.text


def test_an_address_cannot_write_a_line_of_its_own(client, caplog):
    client.get("/none%0A2026-03-07 ERROR forged/")

    assert caplog.records
    assert all("\n" not in record.getMessage() for record in caplog.records)


@pytest.mark.parametrize("zone", ["America/Detroit", "Asia/Kolkata"])
def test_its_times_are_utc_wherever_the_machine_stands(zone):
    import os

    environment = os.environ | {"TZ": zone}
    said = subprocess.run(
        [sys.executable, "-c", TELL_TIME], env=environment, capture_output=True, text=True, check=True
    )

    assert "1970-01-01" in said.stdout
    assert "00:00:00" in said.stdout


def test_coming_in_and_going_are_in_the_log_without_who(client, caplog):
    user = make_user()
    link = make_one_time_link(user, at=timezone.now())

    with caplog.at_level(logging.INFO, "manyhands"):
        client.post(link.removeprefix(settings.PUBLIC_URL))
        client.post("/account/sign-out/")

    assert [line for line in caplog.messages if line.startswith("user ")] == [
        f"user {user.pk} signed in",
        f"user {user.pk} signed out",
    ]
    assert user.email not in caplog.text


def test_a_wrong_code_is_in_the_log_without_the_code(client, caplog):
    client.post("/account/sign-in/", by_hand(email="rosa@example.org"))

    with caplog.at_level(logging.INFO, "manyhands"):
        client.post("/account/sign-in/code/", {"code": "000000"})

    assert re.search(r"code \d+ opened nothing", caplog.text)
    assert "000000" not in caplog.text
    assert "rosa" not in caplog.text
