"""Cookies as a real installation sends them: over HTTPS."""

import json
import os
import subprocess
import sys

import pytest

from manyhands.config import settings as practice
from tests.worlds import by_hand

READ = """
import json
from manyhands.config import settings
print(json.dumps({name: value for name, value in vars(settings).items() if "COOKIE" in name or "HSTS" in name}))
"""


@pytest.fixture(scope="module")
def served_over_https():
    environment = os.environ | {"MANYHANDS_PUBLIC_URL": "https://help.example.org"}
    read = subprocess.run(
        [sys.executable, "-c", READ], env=environment, capture_output=True, check=True, text=True
    )
    return json.loads(read.stdout)


@pytest.mark.parametrize("which", ["SESSION", "CSRF", "LANGUAGE"])
def test_no_other_host_can_plant_a_cookie(served_over_https, which):
    assert served_over_https[f"{which}_COOKIE_SECURE"] is True
    assert served_over_https[f"{which}_COOKIE_NAME"].startswith("__Host-")
    assert f"{which}_COOKIE_DOMAIN" not in served_over_https
    assert f"{which}_COOKIE_PATH" not in served_over_https


@pytest.mark.parametrize("which", ["SESSION", "CSRF", "LANGUAGE"])
def test_no_script_reads_a_cookie(served_over_https, which):
    assert served_over_https[f"{which}_COOKIE_HTTPONLY"] is True


def test_browsers_come_back_over_https_for_a_year(served_over_https):
    assert served_over_https["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert served_over_https["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True


def test_in_practice_over_plain_http_browsers_take_them_too():
    assert not practice.SESSION_COOKIE_SECURE
    assert not hasattr(practice, "SESSION_COOKIE_NAME")


@pytest.mark.django_db
def test_a_session_is_not_sent_along_from_other_sites(client, django_user_model):
    client.get("/account/sign-in/")
    client.post("/account/sign-in/", by_hand(email="rosa@example.org"))

    assert {name: morsel["samesite"] for name, morsel in client.cookies.items()} == {
        "sessionid": "Lax",
        "csrftoken": "Lax",
    }
