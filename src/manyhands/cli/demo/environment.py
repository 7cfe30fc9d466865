"""Where the demo keeps its things, beside whatever else runs here."""

import os
from pathlib import Path

PORT = 8000


def set_environment(data: Path, port: int = PORT) -> None:
    """The demo needs no preparation: its keys, mail and database stay in its own folder."""
    folder = data.resolve()
    ours = {
        "MANYHANDS_DEMO": "yes",
        "MANYHANDS_DATA_DIR": str(folder),
        "MANYHANDS_DATABASE_URL": f"sqlite:///{database_file(folder)}",
        "MANYHANDS_PUBLIC_URL": f"http://localhost:{port}",
        "MANYHANDS_EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "MANYHANDS_LOG_LEVEL": os.environ.get("MANYHANDS_LOG_LEVEL", "WARNING"),
    }
    os.environ.update(ours)


def database_file(data: Path) -> Path:
    return data.resolve() / "demo.sqlite3"


def throw_away(data: Path) -> None:
    for path in data.resolve().glob("demo.sqlite3*"):
        path.unlink()
