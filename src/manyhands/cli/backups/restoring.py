import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from manyhands.cli.backups.envelope import BackupError, Opener
from manyhands.cli.backups.files import unpack
from manyhands.cli.backups.making import Digest, find_engine, get_keys
from manyhands.cli.backups.manifest import Differences, Engine, Manifest, compare
from manyhands.cli.language import gettext as _


@dataclass(frozen=True)
class Look:
    """What a server over the restored database shows: the answers of its pages, and whether contacts can be read."""

    statuses: dict[str, int]
    readable: bool | None

    @property
    def is_well(self) -> bool:
        return bool(self.statuses) and set(self.statuses.values()) == {200} and self.readable is not False


@dataclass(frozen=True)
class Tried:
    manifest: Manifest
    differences: Differences
    look: Look

    @property
    def is_well(self) -> bool:
        return not self.differences and self.look.is_well


def verify_backup(path: Path, *, into: str = "") -> Tried:
    """Restore it into an empty place, compare every table, and open pages over it."""
    engine = find_engine()
    with engine.temporary(into) as place, tempfile.TemporaryDirectory(prefix="tried-") as files:
        manifest = _put(path, place, Path(files))
        differences = compare(manifest, place.content())
        return Tried(manifest, differences, _look_at(place))


def restore_backup(path: Path, *, is_over: bool) -> Manifest:
    """Put it where the settings say. What is there is replaced only when asked to."""
    engine = find_engine()
    if not is_over and not engine.is_empty():
        raise BackupError(
            _(
                "There is a database already. Add --over to replace it, after stopping the server and the worker."
            )
        )
    # Read it to its end first: nothing is replaced by what turns out to be half a backup.
    with _opened(path, engine) as opener:
        for _data in opener.payload():
            pass
    manifest = _put(path, engine, Path(settings.FILES_DIR))
    differences = compare(manifest, engine.content())
    if differences:
        raise BackupError(
            _("What came back differs from what was saved: %(tables)s")
            % {"tables": ", ".join(differences.tables)}
        )
    return manifest


def _put(path: Path, engine: Engine, files: Path) -> Manifest:
    with _opened(path, engine) as opener:
        digest = Digest()
        payload = digest.over(opener.payload())
        engine.put_back(unpack(payload, files) if "files" in opener.facts else payload)
        manifest = Manifest.from_json(opener.manifest)
    if digest.hex != manifest.payload_sha256:
        raise BackupError(_("This backup was damaged or changed. Take an older one."))
    return manifest


@contextmanager
def _opened(path: Path, engine: Engine) -> Iterator[Opener]:
    try:
        source = path.open("rb")
    except OSError as error:
        raise BackupError(
            _("%(path)s cannot be read: %(reason)s") % {"path": path, "reason": error}
        ) from error
    with source:
        opener = Opener(source, get_keys())
        if opener.facts["database"] != engine.name:
            text = _("This backup is of %(made)s; the settings name %(here)s.")
            raise BackupError(text % {"made": opener.facts["database"], "here": engine.name})
        yield opener


def _look_at(place: Engine) -> Look:
    """In a process of its own, whose only database is the restored one."""
    environment = {
        **os.environ,
        "MANYHANDS_DATABASE_URL": place.url,
        "MANYHANDS_DATABASE_URL_FILE": "",
        "MANYHANDS_ALLOWED_HOSTS": "localhost",
        "MANYHANDS_SSL_REDIRECT": "no",
        "MANYHANDS_HASHED_STATIC": "no",
        "MANYHANDS_LOG_LEVEL": "ERROR",
        # Nothing that is found in an old outbox leaves the house.
        "MANYHANDS_EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "MANYHANDS_SMS_GATEWAY": "none",
    }
    command = [sys.executable, "-m", "manyhands.cli.backups.look"]
    looked = subprocess.run(  # noqa: S603 - our own module
        command, env=environment, capture_output=True, text=True, check=False
    )
    if looked.returncode:
        said = looked.stderr.strip().splitlines()[-1:] or [""]
        raise BackupError(_("No page opens over what was restored: %(said)s") % {"said": said[0]})
    told = json.loads(looked.stdout.splitlines()[-1])
    return Look(told["statuses"], told["readable"])
