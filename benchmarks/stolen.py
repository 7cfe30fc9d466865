"""R27: a stolen database shows nobody, and its keys can be changed while people write.

    python -m benchmarks.stolen [--write]

On an installation of its own, SQLite or beside tests/throwaway_postgres.py PostgreSQL, its keys in files elsewhere.
Somebody with words that stand nowhere else comes in through every door. Then all that a thief would have is read as
bytes: the database's files, or a dump of every table. Then the keys are changed while others write.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from cryptography.fernet import Fernet

from benchmarks.assurance import Rows, get_promise
from benchmarks.installation import Installation, installed

PROMISE = get_promise("R27")
WRITERS, ADDRESS = 2, re.compile(rb"[\w.+-]+@[\w-]+\.[\w.]+")
NUMBER = re.compile(rb"\+1\d{10}|\(\d{3}\) \d{3}-\d{4}")


def main() -> int:
    options = PROMISE.parser(__doc__.splitlines()[0]).parse_args()
    # Read before an installation takes the environment over; a dump needs the role that reads every group.
    reader = os.environ.get("MANYHANDS_TEST_BACKUP_URL", "")
    with tempfile.TemporaryDirectory(prefix="manyhands-keys-") as name:
        keys = _write_keys(Path(name))
        with installed(**keys) as installation:
            rows, problems = check(installation, reader)
            vendor = installation.vendor
    return PROMISE.judge(vendor, rows, problems, is_written=options.write)


def _write_keys(folder: Path) -> dict[str, str]:
    (folder / "contact").write_text(Fernet.generate_key().decode())
    (folder / "index").write_text(Fernet.generate_key().decode())
    return {"CONTACT_KEYS_FILE": str(folder / "contact"), "BLIND_INDEX_KEY_FILE": str(folder / "index")}


def check(installation: Installation, reader: str) -> tuple[Rows, list[str]]:
    from django.conf import settings

    from tests.apps.needs.asking import NOON
    from tests.retention import ways
    from tests.worlds import make_group, make_member

    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    group = make_group(slug="stolen", at=NOON, join_mode="open")
    organiser = make_member(group, ("organiser",), at=NOON)
    with tempfile.TemporaryDirectory() as folder:
        ways.come_in(group, organiser, Path(folder), at=NOON)
    stolen = list(_stolen(installation, reader))
    clear = _needles([ways.MARK, *map(ways.phone_of, range(len(ways.DOORS)))])
    public = sum(piece.lower().count(ways.SAID_IN_PUBLIC.encode()) for piece in stolen)
    hits = sum(piece.lower().count(needle) for piece in stolen for needle in clear)
    contacts = {found for piece in stolen for found in [*ADDRESS.findall(piece), *NUMBER.findall(piece)]}
    keys = sum(piece.count(key.encode()) for piece in stolen for key in _keys())
    written, lost, unreadable, old = _rotate_under_writes(group)
    rows: Rows = [
        ("doors through which they came in", len(ways.DOORS)),
        ("read as a thief would", f"{sum(map(len, stolen)) / 1e6:.1f} MB"),
        ("their words in it", hits),
        ("e-mail addresses or telephone numbers in it", len(contacts)),
        ("what an organisation says of itself to everybody", public),
        ("keys in it", keys),
        ("written while the keys were changed", written),
        ("of these lost", lost),
        ("that no key opens afterwards", unreadable),
        ("still under the old key", old),
    ]
    told = {
        "their words can be read": hits,
        "contacts can be read": len(contacts),
        "a key is in it": keys,
        "what was written was lost": lost,
        "some of it opens with no key": unreadable,
        "some of it is under the old key": old,
        "nothing was written meanwhile": int(not written),
    }
    return rows, [f"{problem}: {count}" for problem, count in told.items() if count]


def _needles(details: list[str]) -> list[bytes]:
    from manyhands.cli.upkeep.sweeping import Needles

    return sorted(Needles(details).clear)


def _keys() -> list[str]:
    from manyhands.storage.keys import CONTACT, INDEX

    return [*CONTACT.read(), *INDEX.read()]


def _stolen(installation: Installation, reader: str) -> Iterator[bytes]:
    """Everything under the data folder and the database itself; the keys lie elsewhere."""
    for path in installation.folder.rglob("*"):
        if path.is_file() and "static" not in path.relative_to(installation.folder).parts:
            yield path.read_bytes()
    if installation.owner_url:
        yield subprocess.run([shutil.which("pg_dump") or "", reader], check=True, capture_output=True).stdout


def _rotate_under_writes(group: object) -> tuple[int, int, int, int]:
    """Others take requests in all the while; each is read again afterwards, with the new keys alone."""
    from django.db import connection

    from manyhands.cli.upkeep import keyrings
    from manyhands.storage.keys import CONTACT, INDEX, key_name
    from manyhands.storage.rotation import count_by_key, count_old_indexes
    from manyhands.storage.scope import system_scope
    from tests.worlds import make_need

    written: list[tuple[int, str]] = []
    is_over = threading.Event()

    def write(writer: int) -> None:
        while not is_over.is_set():
            name = f"Writer{writer} No{len(written)}"
            need = make_need(group, name=name)  # type: ignore[arg-type]
            written.append((need.person_id, name))
        connection.close()

    writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    before = [key_name(ring.read()[0]) for ring in (CONTACT, INDEX)]
    with system_scope("keys"):
        ended = keyrings.rotate(None)
    is_over.set()
    for writer in writers:
        writer.join()
    with system_scope("keys"):
        counts = count_by_key()
        old = sum(counts[key] for key in CONTACT.read()[1:]) + count_old_indexes() + ended
        retired = [keyrings.retire(name) for name in before]
        lost = sum(not _is_found(person, name) for person, name in written) + sum(retired)
        return len(written), lost, count_by_key()[""], old


def _is_found(person_id: int, name: str) -> bool:
    from manyhands.apps.groups.models import Group
    from manyhands.apps.people.queries import find_persons_by_name

    group = Group.objects.get(slug="stolen")
    return person_id in [person.pk for person in find_persons_by_name(group, name)]


if __name__ == "__main__":
    sys.exit(main())
