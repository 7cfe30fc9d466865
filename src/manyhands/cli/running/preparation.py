"""What must be in place before the first request: tables, schedule, gathered static files."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from manyhands.cli.running.schedule import SCHEDULE
from manyhands.storage.append_only import install_all_append_only
from manyhands.storage.row_security import install_row_security
from manyhands.storage.scope import system_scope
from manyhands.web.jobs import install_schedule


def prepare_database() -> None:
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        Path(str(database["NAME"])).parent.mkdir(parents=True, exist_ok=True)
    with system_scope("migrate"):
        call_command("migrate", verbosity=0, interactive=False)
    install_row_security()
    install_all_append_only(connection)
    install_schedule(SCHEDULE, at=timezone.now())


def gather_static_files() -> None:
    """Copy, fingerprint and compress what pages load; left alone while nothing has changed."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".gathered"
    newest = _newest_change()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == newest:
        return
    root.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(newest, encoding="utf-8")


def _newest_change() -> str:
    source = settings.PACKAGE_DIR / "web" / "static"
    return str(max((path.stat().st_mtime_ns for path in source.rglob("*") if path.is_file()), default=0))
