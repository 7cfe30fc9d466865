"""What every test stands on: a known environment, the right database role, a browser when asked for.

This file is read before Django's settings are, and only here are they named: whatever the shell of whoever
runs the tests says about Manyhands must not change an outcome.
"""

import gc
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

for _name in [name for name in os.environ if name.startswith("MANYHANDS_")]:
    if not _name.startswith("MANYHANDS_TEST_"):
        del os.environ[_name]

# Many tests start Python anew: each would compile every module once more where nothing may be kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

DATABASE_URL = os.environ.get("MANYHANDS_TEST_DATABASE_URL", "")
OWNER_URL = os.environ.get("MANYHANDS_TEST_OWNER_URL", "")
DATA_DIR = tempfile.mkdtemp(prefix="manyhands-tests-")
EMPTY_DATABASE = Path(DATA_DIR, "empty.sqlite3")
Path(DATA_DIR, "static").mkdir()  # WhiteNoise warns of a folder that is not there, and warnings are errors

os.environ |= {
    "DJANGO_SETTINGS_MODULE": "manyhands.config.settings",
    # Playwright keeps an event loop in the test's own thread, which Django would take for asynchronous code.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
    "MANYHANDS_TESTING": "yes",
    "MANYHANDS_DATA_DIR": DATA_DIR,
    "MANYHANDS_DATABASE_URL": DATABASE_URL or f"sqlite:///{DATA_DIR}/manyhands.sqlite3",
    "MANYHANDS_HASHED_STATIC": "no",
    "MANYHANDS_STATIC_FROM_SOURCE": "yes",
}

import django  # noqa: E402
import pytest  # noqa: E402

django.setup()

from django.conf import settings as django_settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import translation  # noqa: E402
from hypothesis import HealthCheck, Phase, settings  # noqa: E402

from manyhands.storage.append_only import (  # noqa: E402
    install_all_append_only,
    list_append_only,
    remove_append_only,
)
from manyhands.storage.row_security import install_row_security  # noqa: E402

django_settings.PASSWORD_HASHERS = ["tests.quick_hashes.QuickHasher"]

# A busy machine is slow now and then, which says nothing about the code. What an example found once is worth a named
# test of its own, so nothing is remembered in a folder.
settings.register_profile(
    "few", deadline=None, database=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("some", settings.get_profile("few"), max_examples=100)
settings.register_profile("many", settings.get_profile("few"), max_examples=500)
# One example that fails is enough, the same ones each time, and nobody reads which is the shortest.
settings.register_profile(
    "broken",
    settings.get_profile("few"),
    phases=(Phase.explicit, Phase.generate),
    derandomize=True,
    report_multiple_bugs=False,
)
settings.load_profile("few")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-browser", action="store_true", help="run the tests that drive a real browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip what this run cannot do, by name: a test that is silently left out looks like one that passed."""
    missing = {
        "browser": None if config.getoption("--run-browser") else "drives a browser: make test-browser",
        "postgres": None if connection.vendor == "postgresql" else "needs PostgreSQL: make test-postgres",
        "data": None if data_dir() else "needs public data sets: set MANYHANDS_TEST_DATA to their folder",
    }
    for item in items:
        for marker, reason in missing.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Thousands of tests stay until the end: whoever collects rubbish need not look at them each time."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA_DIR, ignore_errors=True)


# --- database -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """On PostgreSQL the owner makes the test database and its tables, from the one that has our roles.

    On SQLite it is a file, because one in memory knows other locks; nothing here has to survive a power cut.
    """
    if connection.vendor == "sqlite":
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        connection.settings_dict["TEST"]["NAME"] = f"{DATA_DIR}/test.sqlite3"
    if OWNER_URL:
        prepared = os.environ.get("MANYHANDS_TEST_TEMPLATE", connection.settings_dict["NAME"])
        connection.settings_dict["TEST"]["TEMPLATE"] = prepared
        connect_as(OWNER_URL)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests themselves run as the app: no superuser, owner of nothing, bound by the rules of every table."""
    if not OWNER_URL:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(EMPTY_DATABASE)])
        yield from emptied_between_tests()
        return
    with django_db_blocker.unblock():
        if (
            not connection.introspection.table_names()
        ):  # no test of this run asks for a database, so none was made
            yield
            return
        install_row_security()
    connect_as(DATABASE_URL)
    yield
    connect_as(OWNER_URL)


def emptied_between_tests() -> Iterator[None]:
    """SQLite knows no TRUNCATE: to empty a table that is only added to, its rule is lifted for a moment.

    For whichever connection: a test that drives a browser is torn down with another one than it began with.
    """
    operations = type(connection.ops)
    flush = operations.execute_sql_flush

    def flush_everything(its: Any, statements: list[str]) -> None:
        for rules in list_append_only():
            remove_append_only(its.connection, rules)
        flush(its, statements)
        install_all_append_only(its.connection)

    operations.execute_sql_flush = flush_everything
    yield
    operations.execute_sql_flush = flush


def connect_as(url: str) -> None:
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()
    role = urlsplit(url)
    connection.settings_dict |= {"USER": role.username, "PASSWORD": role.password}


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """A request leaves its language behind in the thread, where the next one would replace it."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """A command that is tested writes its log to an output that ends with the test, and the log would stay there."""
    root = logging.getLogger()
    before = root.handlers[:]
    yield
    root.handlers[:] = before


# --- the outside ----------------------------------------------------------------------------------------


def data_dir() -> Path | None:
    """Public data sets (census, spreadsheets, routing) that are too large or not ours to commit."""
    folder = os.environ.get("MANYHANDS_TEST_DATA")
    return Path(folder) if folder else None


@pytest.fixture
def public_data() -> Path:
    folder = data_dir()
    assert folder is not None, "mark the test with @pytest.mark.data"
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for the whole run, the system's own: nothing is downloaded."""
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert executable, "no Chromium on this machine. On Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


# It runs as root in CI, without a graphics card, and must not speak to anybody but our own server.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
