"""An installation in a temporary folder: its settings, its tables, its server. Nothing of it stays."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MANYHANDS = [sys.executable, "-m", "manyhands.cli.main"]
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Installation:
    folder: Path
    vendor: str
    owner_url: str

    def analyse(self) -> None:
        """What autovacuum does within a minute of such a change, and SQLite never by itself: PostgreSQL knows again how
        much there is, and which pages of the tables it need not open where an index has everything.
        """
        if self.owner_url:
            import psycopg

            with psycopg.connect(self.owner_url, autocommit=True) as connection:
                connection.execute("VACUUM (ANALYZE)")


@dataclass(frozen=True)
class Server:
    pid: int
    port: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)


@contextlib.contextmanager
def installed(**settings: str) -> Iterator[Installation]:
    """Settings in the environment, tables made, static files gathered; Django is set up afterwards.

    Beside a throw-away PostgreSQL (tests/throwaway_postgres.py) the owner makes the tables and the app serves.
    """
    folder = Path(tempfile.mkdtemp(prefix="manyhands-bench-"))
    app, owner = (os.environ.get(f"MANYHANDS_TEST_{name}_URL", "") for name in ("DATABASE", "OWNER"))
    for name in [name for name in os.environ if name.startswith("MANYHANDS_")]:
        del os.environ[name]
    database = app or f"sqlite:///{folder / 'bench.sqlite3'}"
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "manyhands.config.settings",
        "MANYHANDS_TESTING": "yes",
        "MANYHANDS_DATA_DIR": str(folder),
        "MANYHANDS_DATABASE_URL": database,
        "MANYHANDS_LOG_LEVEL": "ERROR",
        "MANYHANDS_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        # Requests come as if through a proxy, each from another address: the limits are not what is measured.
        "MANYHANDS_TRUSTED_PROXY_COUNT": "1",
        **{f"MANYHANDS_{name}": value for name, value in settings.items()},
    }
    try:
        as_owner = {**os.environ, "MANYHANDS_DATABASE_URL": owner or database}
        subprocess.run([*MANYHANDS, "migrate"], check=True, env=as_owner, stdout=subprocess.DEVNULL)
        set_up()
        yield Installation(folder, "PostgreSQL" if app else "SQLite", owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def set_up() -> None:
    import django

    django.setup()
    from manyhands.cli.running.preparation import gather_static_files

    gather_static_files()


@contextlib.contextmanager
def running(*command: str) -> Iterator[Server]:
    """`manyhands COMMAND` on a free port, answering."""
    port = free_port()
    process = subprocess.Popen([*MANYHANDS, *command, "--port", str(port)], start_new_session=True)
    try:
        _wait_until_it_answers(process, port)
        yield Server(process.pid, port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_it_answers(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    sys.exit("The server did not start.")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
