"""Whether the settings can be read, asked in a process of its own: see `processes.run_beside`."""

import sys

import django
from django.core.exceptions import ImproperlyConfigured

from manyhands.cli.main import NOT_CONFIGURED


def configure() -> int:
    """The exit code: what is not set is said in one line, before processes are started that cannot live."""
    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return NOT_CONFIGURED
    return 0


if __name__ == "__main__":
    sys.exit(configure())
