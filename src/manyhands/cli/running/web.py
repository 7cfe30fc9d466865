"""What `manyhands web` starts: Django is loaded once, and every process that answers is a fork of this one.

Each would take a second of work and 60 MB for the same modules otherwise, at every start and after every crash.
Nothing that a fork must not share is open here: no connection to the database, no pool of them, no thread.
"""

import argparse
import gc
import sys

from manyhands.cli.running.configured import configure


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m manyhands.cli.running.web")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--processes", type=int, required=True)
    options = parser.parse_args()
    failed = configure()
    if failed:
        return failed
    from manyhands.cli.running.preparation import gather_static_files

    gather_static_files()
    _load_pages()
    _serve(options.host, options.port, options.processes)
    return 0


def _load_pages() -> None:
    """Everything that the first request would load. What is frozen is never looked through, so it stays shared."""
    from django.urls import resolve

    from manyhands.config import wsgi  # noqa: F401 - loading it is what it is for

    resolve("/readyz")
    gc.collect()
    gc.freeze()


def _serve(host: str, port: int, processes: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "manyhands.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=4,
        log_access=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


if __name__ == "__main__":
    sys.exit(main())
