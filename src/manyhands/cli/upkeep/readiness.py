"""What an installation still lacks before real people should use it, in words an organiser can act on."""

import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.core.mail import get_connection
from django.db import DatabaseError, connection

SMALLEST_FREE_BYTES = 1024**3
OLDEST_BACKUP_SECONDS = 2 * 24 * 3600
_HERE = ("", "localhost", "127.0.0.1", "::1")
_NAMED_BY = {"ERROR_REPORTS_URL": "ERROR_REPORTS_DSN"}
_ENCRYPTED = ("require", "verify-ca", "verify-full")
_ADDRESS_ADVICE = (
    "set MANYHANDS_PUBLIC_URL to the https:// address that people open, and name its host in "
    "MANYHANDS_ALLOWED_HOSTS; a proxy such as Caddy provides the certificate"
)


@dataclass(frozen=True, slots=True)
class Finding:
    subject: str
    is_missing: bool
    advice: str


def list_findings() -> list[Finding]:
    return [
        _keys(),
        _address(),
        _mail(),
        _sms(),
        _connections(),
        *_database_findings(),
        _backups(settings.BACKUP_DIR),
        _room(settings.DATA_DIR),
    ]


def list_findings_without_settings(reason: str) -> list[Finding]:
    """While the settings cannot be read: why, and what the environment and the disk tell all the same."""
    environ = os.environ
    return [
        Finding("settings", True, reason),
        _finding(
            "address",
            environ.get("MANYHANDS_PUBLIC_URL", "").startswith("https://"),
            environ.get("MANYHANDS_PUBLIC_URL", ""),
            _ADDRESS_ADVICE,
        ),
        _finding(
            "e-mail",
            bool(environ.get("MANYHANDS_EMAIL_HOST")),
            "a mail server is named; it is asked once the settings can be read",
            "set MANYHANDS_EMAIL_HOST and MANYHANDS_EMAIL_FROM",
        ),
        _backups(environ.get("MANYHANDS_BACKUP_DIR", "")),
        _room(Path(environ.get("MANYHANDS_DATA_DIR", "data")).resolve()),
    ]


def list_errors() -> list[Finding]:
    """What Django itself holds for wrong. Its warnings are left out: the findings say the same in words."""
    errors = [message for message in run_checks(include_deployment_checks=True) if message.is_serious(ERROR)]
    return [Finding("settings", True, str(error.msg)) for error in errors]


def _finding(subject: str, is_ready: bool, ready: str, missing: str) -> Finding:
    return Finding(subject, not is_ready, ready if is_ready else missing)


def _keys() -> Finding:
    practice = "practice-only" in settings.SECRET_KEY or settings.DEBUG or settings.DEMO
    return _finding(
        "keys",
        not practice,
        "of your own",
        "run `manyhands keys`, keep what it prints in the environment and in a safe place outside the backups, "
        "and set MANYHANDS_DEBUG and MANYHANDS_DEMO to no",
    )


def _address() -> Finding:
    host = settings.PUBLIC_URL.split("://")[-1].split("/")[0].split(":")[0]
    is_ready = settings.PUBLIC_URL.startswith("https://") and host in settings.ALLOWED_HOSTS
    return _finding(
        "address",
        is_ready,
        settings.PUBLIC_URL,
        _ADDRESS_ADVICE,
    )


def _mail() -> Finding:
    backend = settings.EMAIL_BACKEND
    if backend.rsplit(".", 2)[-2] in ("console", "filebased", "locmem", "dummy"):
        return Finding(
            "e-mail", True, "nothing leaves this machine: set MANYHANDS_EMAIL_HOST and _EMAIL_FROM"
        )
    try:
        mailer = get_connection()
        opened = mailer.open()
        mailer.close()
    except OSError as error:
        return Finding(
            "e-mail", True, f"the mail server does not answer ({error}); check MANYHANDS_EMAIL_HOST"
        )
    return _finding("e-mail", opened is not False, "the mail server answers", "the mail server refused us")


def _sms() -> Finding:
    if settings.SMS_GATEWAY == "none":
        return Finding("text messages", False, "off: staff get a list of people to call instead")
    return _finding(
        "text messages",
        bool(settings.SMS_URL and settings.SMS_SECRET and settings.SMS_FROM),
        settings.SMS_GATEWAY,
        "set MANYHANDS_SMS_URL, MANYHANDS_SMS_SECRET and MANYHANDS_SMS_FROM",
    )


def _connections() -> Finding:
    """What leaves this machine is encrypted. On the machine itself nobody else listens."""
    open_ones = [
        f"MANYHANDS_{_NAMED_BY.get(name, name)}"
        for name in settings.OUTGOING_URLS
        if (address := urlsplit(getattr(settings, name))).scheme == "http" and address.hostname not in _HERE
    ]
    database = settings.DATABASES["default"]
    is_elsewhere = database.get("HOST", "") not in _HERE and not database.get("HOST", "").startswith("/")
    if is_elsewhere and os.environ.get("PGSSLMODE") not in _ENCRYPTED:
        open_ones.append("PGSSLMODE")
    if not settings.EMAIL_USE_TLS and settings.EMAIL_HOST not in _HERE:
        open_ones.append("MANYHANDS_EMAIL_TLS")
    return _finding(
        "connections",
        not open_ones,
        "encrypted, or within this machine",
        f"others can read along: use https://, verify-full or TLS in {', '.join(open_ones)}",
    )


def _database_findings() -> list[Finding]:
    try:
        connection.ensure_connection()
        return [_database(), _schedule()]
    except DatabaseError as error:
        reason = str(error).strip().splitlines()[0]
        return [
            Finding(
                "database",
                True,
                f"not ready ({reason}); check MANYHANDS_DATABASE_URL and MANYHANDS_DATA_DIR, "
                "then run `manyhands migrate`",
            )
        ]


def _database() -> Finding:
    if connection.vendor == "sqlite":
        return Finding("database", False, "SQLite, right for one group on one machine")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (is_too_strong,) = cursor.fetchone()
    return _finding(
        "database",
        not is_too_strong,
        "PostgreSQL",
        "use a role that is neither superuser nor may bypass row security",
    )


def _schedule() -> Finding:
    from django_q.models import Schedule

    return _finding("schedule", Schedule.objects.exists(), "in place", "run `manyhands migrate`")


def _backups(named: str) -> Finding:
    folder = Path(named) if named else None
    newest = (
        max((path.stat().st_mtime for path in folder.iterdir()), default=0)
        if folder and folder.is_dir()
        else 0
    )
    return _finding(
        "backups",
        time.time() - newest < OLDEST_BACKUP_SECONDS,
        f"the newest in {folder} is from the last two days",
        "set MANYHANDS_BACKUP_DIR to a folder on another disk and copy the database there every day "
        "(docs/guides/backups.md says how)",
    )


def _room(data: Path) -> Finding:
    folder = next(folder for folder in (data, *data.parents) if folder.exists())
    free = shutil.disk_usage(folder).free
    return _finding(
        "room on the disk", free > SMALLEST_FREE_BYTES, f"{free / 1024**3:.0f} GB free", "under 1 GB free"
    )
