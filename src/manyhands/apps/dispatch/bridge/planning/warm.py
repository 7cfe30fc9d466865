"""Compile the engine's loops once, beside a worker that has just started, so that no plan has to wait for it.

What was compiled is kept on disk for every planning process. Nothing is loaded where nothing can be compiled.
"""

import os
import sys
from importlib.util import find_spec

_LEAST_URGENT = 19


def main() -> int:
    if not _can_compile():
        return 0
    os.nice(_LEAST_URGENT)
    from manyhands.core.dispatch.kernels.warm import warm as warm_planning  # noqa: PLC0415  loads numba
    from manyhands.core.dispatch.online.warm import warm as warm_changes  # noqa: PLC0415  loads numba

    warm_planning()
    warm_changes()
    return 0


def _can_compile() -> bool:
    needed = all(find_spec(name) is not None for name in ("numpy", "numba"))
    return needed and os.environ.get("NUMBA_DISABLE_JIT") != "1"


if __name__ == "__main__":
    sys.exit(main())
