"""Compile a kernel where numba is installed; let it run as plain Python where it is not."""

import os
import sys
from collections.abc import Callable
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar, cast

Kernel = TypeVar("Kernel", bound=Callable[..., object])

# numba's own switch, heeded before loading it: for a small pool that takes longer than the whole plan.
HAS_NUMBA = find_spec("numba") is not None and os.environ.get("NUMBA_DISABLE_JIT") != "1"


def find_cache_folder(name: str) -> Path | None:
    """Return a folder of the user's in which what was compiled can be kept, or None when there is none.

    Only a folder of the user's own: what is kept there is run, and a shared one could be filled by others.
    """
    if "NUMBA_CACHE_DIR" in os.environ:
        base = Path(os.environ["NUMBA_CACHE_DIR"])
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA", "~"))
    elif sys.platform == "darwin":
        base = Path("~/Library/Caches")
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache")
    try:
        folder = base.expanduser() / "manyhands" / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return folder
    except (OSError, RuntimeError):  # read-only, or nobody's home
        return None


def name_sources() -> str:
    """Return a name that changes with any kernel.

    numba looks only at the file a kernel is in, and would keep one into which a step of another file,
    since changed, was compiled.
    """
    sources = sorted(Path(__file__).parent.glob("*.py"))
    text = b"\0".join(source.read_bytes() for source in sources)
    return f"kernels-{blake2b(text, digest_size=8).hexdigest()}"


if HAS_NUMBA:
    import numba

    _FOLDER = find_cache_folder(name_sources())


def compiled(kernel: Kernel) -> Kernel:
    """Compile for one thread, releasing the interpreter's lock; what was compiled is kept on disk."""
    return _compile(kernel, {}) if HAS_NUMBA else kernel


def lean(kernel: Kernel) -> Kernel:
    """Compile a kernel that makes no arrays: nobody counts references, which took two thirds of the time."""
    return _compile(kernel, {"_nrt": False}) if HAS_NUMBA else kernel


def inlined(kernel: Kernel) -> Kernel:
    """Compile a small step into whichever kernel calls it: a call with thirty arrays costs more than the step."""
    return _compile(kernel, {"_nrt": False, "inline": "always"}) if HAS_NUMBA else kernel


def _compile(kernel: Kernel, options: dict[str, Any]) -> Kernel:
    """Hand a kernel to numba, which compiles it when it is first called.

    Where to keep it can be said only to all of numba, so it is unsaid at once: others may use numba too.
    """
    settings = vars(numba.config)
    before, settings["CACHE_DIR"] = settings["CACHE_DIR"], str(_FOLDER or "")
    try:
        return cast("Kernel", numba.njit(cache=_FOLDER is not None, nogil=True, **options)(kernel))
    finally:
        settings["CACHE_DIR"] = before
