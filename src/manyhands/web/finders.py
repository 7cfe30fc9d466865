"""Static files of a library that is not an installed app, because installing it would load it at every start."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

PREFIX = "swagger/"
FILES = (
    "swagger-ui.css",
    "swagger-ui.css.map",
    "swagger-ui-bundle.js",
    "swagger-ui-bundle.js.map",
    "swagger-ui-init.js",
)


class SwaggerFinder(BaseFinder):
    """The interactive description of the API, which django-ninja brings along: served from here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        spec = find_spec("ninja")
        folder = Path(str(spec.origin)).parent / "static" / "ninja" if spec else Path()
        self.storage = FileSystemStorage(location=str(folder))
        self.storage.prefix = PREFIX.rstrip("/")  # type: ignore[attr-defined]

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        name = path.removeprefix(PREFIX)
        found = self.storage.path(name) if path.startswith(PREFIX) and name in FILES else None
        return ([found] if found else []) if find_all else found

    def list(self, ignore_patterns: Any) -> Any:
        for name in FILES:
            yield name, self.storage
