"""Run a command beside a PostgreSQL of its own, and leave nothing behind.

    python tests/throwaway_postgres.py COMMAND [ARGUMENT ...]

The cluster lives in a temporary folder, listens on a free loopback port, and is made with the roles of
docs/guides/roles.sql, so that the tests run as the role that serves people: no superuser, no table of its
own. PostgreSQL refuses to run as root; then it runs as `postgres`, or as `nobody`.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROLES = Path(__file__).parent.parent / "docs" / "guides" / "roles.sql"

# What only tests need: to create a database each, and to empty tables between tests.
TEST_PRIVILEGES = """
ALTER ROLE manyhands_owner CREATEDB;
ALTER DEFAULT PRIVILEGES FOR ROLE manyhands_owner IN SCHEMA public
  GRANT TRUNCATE ON TABLES TO manyhands_app;
"""

# Each worker's database is a copy of one that nobody is connected to: PostgreSQL copies no other, and a server under
# test may be at work in `manyhands` just then.
TEMPLATE = "manyhands_template"
TEST_TEMPLATE = (
    f"CREATE DATABASE {TEMPLATE} TEMPLATE manyhands OWNER manyhands_owner ALLOW_CONNECTIONS false;"
)

# Nothing here has to survive a power cut.
SPEED = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


@dataclass(frozen=True)
class Cluster:
    binaries: Path
    folder: Path
    user: str | None  # the operating system's; None is whoever runs this
    port: int
    password: str

    def run(self, program: str, *arguments: str, text: str | None = None) -> None:
        subprocess.run(
            [self.binaries / program, *arguments],
            check=True,
            input=text,
            text=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "PGPASSWORD": self.password},
            user=self.user,
            group=pwd.getpwnam(self.user).pw_gid if self.user else None,
            extra_groups=[] if self.user else None,
        )

    def create(self) -> None:
        password_file = self.folder / "password"
        password_file.write_text(self.password)
        password_file.chmod(0o600)
        if self.user:
            shutil.chown(password_file, self.user)
        self.run(
            "initdb",
            f"--pgdata={self.folder / 'data'}",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--auth=scram-sha-256",
            f"--pwfile={password_file}",
            "--no-sync",
        )
        self.know_by_the_machine("manyhands_app")

    def know_by_the_machine(self, role: str) -> None:
        """Over its socket, whoever runs this may be the role without a password."""
        mine = pwd.getpwuid(os.geteuid()).pw_name
        with (self.folder / "data" / "pg_ident.conf").open("a") as people:
            people.write(f"here {mine} {role}\n")
        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"local manyhands {role} peer map=here\n{rules.read_text()}")

    def start(self) -> None:
        settings = (
            *SPEED,
            f"port={self.port}",
            "listen_addresses=127.0.0.1",
            f"unix_socket_directories={self.folder}",
        )
        self.run(
            "pg_ctl",
            "start",
            "--wait",
            "--silent",
            f"--pgdata={self.folder / 'data'}",
            f"--log={self.folder / 'log'}",
            "--options=" + " ".join(f"-c {setting}" for setting in settings),
        )

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "--mode=immediate", "--silent", f"--pgdata={self.folder / 'data'}")

    def psql(self, statements: str, database: str) -> None:
        self.run(
            "psql",
            "--quiet",
            "--no-psqlrc",
            "--host=127.0.0.1",
            f"--port={self.port}",
            "--username=postgres",
            f"--dbname={database}",
            "--set=ON_ERROR_STOP=1",
            f"--set=owner_password={self.password}",
            f"--set=app_password={self.password}",
            f"--set=backup_password={self.password}",
            text=statements,
        )

    def url(self, role: str) -> str:
        return f"postgresql://{role}:{self.password}@127.0.0.1:{self.port}/manyhands"


@contextlib.contextmanager
def throwaway_cluster() -> Iterator[Cluster]:
    user = unprivileged_user() if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="manyhands-postgres-") as name:
        if user:
            shutil.chown(name, user)
        cluster = Cluster(find_binaries(), Path(name), user, free_port(), secrets.token_hex(16))
        cluster.create()
        cluster.start()
        try:
            cluster.psql(ROLES.read_text(), "postgres")
            cluster.psql(TEST_PRIVILEGES, "manyhands")
            cluster.psql(TEST_TEMPLATE, "postgres")
            yield cluster
        finally:
            cluster.stop()


def unprivileged_user() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def find_binaries() -> Path:
    """Debian keeps initdb off the PATH, one folder per version; the newest serves."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    installed = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    if newest is None:
        sys.exit("PostgreSQL is not installed. On Debian: apt-get install postgresql")
    return newest.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main(command: list[str]) -> int:
    if not command:
        sys.exit(__doc__)
    # Ended from outside, still stop the cluster: SystemExit runs the `finally` above.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with throwaway_cluster() as cluster:
        urls = {
            "MANYHANDS_TEST_DATABASE_URL": cluster.url("manyhands_app"),
            "MANYHANDS_TEST_OWNER_URL": cluster.url("manyhands_owner"),
            "MANYHANDS_TEST_BACKUP_URL": cluster.url("manyhands_backup"),
            "MANYHANDS_TEST_TEMPLATE": TEMPLATE,
            "MANYHANDS_TEST_SOCKET_FOLDER": str(cluster.folder),
            "MANYHANDS_TEST_SOCKET_PORT": str(cluster.port),
        }
        return subprocess.run(command, env={**os.environ, **urls}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
