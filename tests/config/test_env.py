"""A wrong setting stops the start and says which, and what would be right."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from manyhands.config.env import Env, split_dsn


def env(**values):
    return Env({f"MANYHANDS_{name}": value for name, value in values.items()})


@pytest.mark.parametrize(
    ("typed", "meant"), [("yes", True), ("1", True), ("On", True), ("no", False), ("0", False)]
)
def test_yes_and_no_may_be_written_in_the_usual_ways(typed, meant):
    assert env(DEBUG=typed).boolean("DEBUG", default=not meant) is meant


def test_what_is_not_said_takes_the_default():
    assert env().boolean("DEBUG", default=True) is True
    assert env().integer("PORT", 25) == 25
    assert env().words("HOSTS", "a, b") == ["a", "b"]
    assert env().secret("PASSWORD", "") == ""


def test_a_wrong_value_names_itself():
    with pytest.raises(ImproperlyConfigured, match="MANYHANDS_DEBUG must be yes or no"):
        env(DEBUG="perhaps").boolean("DEBUG", default=False)
    with pytest.raises(ImproperlyConfigured, match="MANYHANDS_PORT must be a whole number from 1 to 65535"):
        env(PORT="70000").integer("PORT", 25, least=1, most=65535)
    with pytest.raises(ImproperlyConfigured, match="one of none, http"):
        env(GATEWAY="pigeon").choice("GATEWAY", "none", among=("none", "http"))


def test_a_secret_may_come_from_a_file_and_must_come_from_somewhere(tmp_path):
    (tmp_path / "key").write_text("s3cret\n", encoding="utf-8")

    assert env(KEY_FILE=str(tmp_path / "key")).secret("KEY") == "s3cret"
    with pytest.raises(ImproperlyConfigured, match="manyhands keys"):
        env().secret("KEY")
    with pytest.raises(ImproperlyConfigured, match="MANYHANDS_KEY_FILE cannot be read"):
        env(KEY_FILE=str(tmp_path / "missing")).secret("KEY")


def test_a_database_is_given_by_its_address():
    sqlite = env(DATABASE_URL="sqlite:////srv/manyhands/data.sqlite3").database("DATABASE_URL", "")
    postgres = env(DATABASE_URL="postgresql://app:p%40ss@db.example:5433/hands").database("DATABASE_URL", "")

    assert sqlite["NAME"] == "/srv/manyhands/data.sqlite3"
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert (postgres["HOST"], postgres["PORT"], postgres["NAME"]) == ("db.example", "5433", "hands")
    assert postgres["PASSWORD"] == "p@ss"
    assert postgres["ATOMIC_REQUESTS"] is True
    # Below the 30 and 60 seconds after which browsers' and proxies' patience ends.
    assert postgres["OPTIONS"]["pool"]["timeout"] <= 10
    assert "-c lock_timeout=20s" in postgres["OPTIONS"]["options"]
    alone = env(DATABASE_URL="postgresql://app@db/hands").database("DATABASE_URL", "", is_pooled=False)
    assert "pool" not in alone["OPTIONS"]
    with pytest.raises(ImproperlyConfigured, match="sqlite:/// or postgresql://"):
        env(DATABASE_URL="mysql://x").database("DATABASE_URL", "")


@pytest.mark.parametrize(
    ("dsn", "url", "key"),
    [
        ("", "", ""),
        ("https://a1b2@errors.example/7", "https://errors.example/api/7/envelope/", "a1b2"),
        ("https://a1-b2@errors.example:8443/in/7/", "https://errors.example:8443/in/api/7/envelope/", "a1-b2"),
        ("http://a1@127.0.0.1:9/7", "http://127.0.0.1:9/api/7/envelope/", "a1"),
        ("https://a1@[::1]:9/7", "https://[::1]:9/api/7/envelope/", "a1"),
    ],
)  # fmt: skip
def test_a_dsn_is_split_into_where_envelopes_go_and_the_key(dsn, url, key):
    assert split_dsn("ERRORS", dsn) == (url, key)


@pytest.mark.parametrize(
    "dsn",
    [
        "errors.example/7", "https://errors.example/7", "https://a1@errors.example", "https://a1@errors.example/",
        "https://a1@/7", "https://@errors.example/7", "https://a1:s3cret@errors.example/7", "ftp://a1@errors.example/7",
        "https://a1@errors.example/7?x=1", "https://a1@errors.example/7#x", "https://a1@b2@errors.example/7",
        "https://a1@errors.example/../7/..", "https://a,b@errors.example/7",
    ],
)  # fmt: skip
def test_what_is_no_dsn_is_refused_and_not_repeated(dsn):
    with pytest.raises(ImproperlyConfigured, match="MANYHANDS_ERRORS must look like") as refused:
        split_dsn("ERRORS", dsn)
    assert dsn not in str(refused.value)
