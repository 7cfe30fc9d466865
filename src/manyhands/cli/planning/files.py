"""Files that hold names and addresses: readable by their owner only, and never written over another."""

import os
from pathlib import Path

from manyhands.cli.language import gettext as _
from manyhands.cli.planning.model import UnusableError

OWNER_ONLY = 0o600


def check_target(path: Path, *, force: bool, option: str, sources: tuple[Path, ...]) -> None:
    """Refuse, before anything is computed, a file that could not be written in the end."""
    if path.is_dir():
        raise UnusableError(
            _("%(option)s %(file)s is a folder. Name a file in it.") % {"option": option, "file": path}
        )
    if any(path.resolve() == source.resolve() for source in sources):
        text = _("%(file)s is one of the sheets the plan is made from. Choose another name for %(option)s.")
        raise UnusableError(text % {"option": option, "file": path})
    if path.exists() and not force:
        text = _("%(file)s is there already. Choose another name, or add --force to write over it.")
        raise UnusableError(text % {"file": path})
    folder = path.resolve().parent
    if not folder.is_dir():
        text = _("There is no folder %(folder)s. Make it first, or choose another for %(option)s.")
        raise UnusableError(text % {"folder": folder, "option": option})
    if not os.access(folder, os.W_OK):
        text = _("You may not write into %(folder)s. Choose another folder for %(option)s.")
        raise UnusableError(text % {"folder": folder, "option": option})


def check_apart(out: Path, page: Path) -> None:
    """Refuse to write the plan and its map into one file."""
    if out.resolve() == page.resolve():
        text = _("--out and --map are both %(file)s. Choose another name for one of them.")
        raise UnusableError(text % {"file": page})


def check_ending(path: Path, *, option: str, endings: tuple[str, ...]) -> None:
    """Refuse a name that promises another kind of file than what would be in it."""
    if path.suffix.casefold() not in endings:
        text = _("%(option)s %(file)s cannot be written: choose a name that ends in %(endings)s.")
        shown = _(" or ").join(endings)
        raise UnusableError(text % {"option": option, "file": path, "endings": shown})


def write_private(path: Path, content: bytes, *, force: bool) -> None:
    """Write for the owner only. With `force` the old file stays until the new one is whole."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    target = beside if force else path
    try:
        # O_EXCL: a file that came in between is not written over.
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        if force:
            beside.replace(path)
    except OSError as error:
        if force:
            beside.unlink(missing_ok=True)
        text = _("%(file)s cannot be written (%(reason)s).")
        raise UnusableError(text % {"file": path, "reason": error.strerror}) from error
