"""What `manyhands worker` starts: the queue of jobs, once it is known that we are fit to run them."""

import sys

from manyhands.cli.running.configured import configure


def main() -> int:
    failed = configure()
    if failed:
        return failed
    from django.core.management import call_command

    call_command("qcluster", skip_checks=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
