"""Everything before the first request, in a process of its own: see `processes.run_beside`."""

import sys

from manyhands.cli.running.configured import configure


def main() -> int:
    failed = configure()
    if failed:
        return failed
    from manyhands.cli.running.preparation import gather_static_files, prepare_database

    prepare_database()
    gather_static_files()
    return 0


if __name__ == "__main__":
    sys.exit(main())
