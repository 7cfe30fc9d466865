"""Whether we are fit to serve, asked in a process of its own (`processes.run_beside`)."""

import sys

import django
from django.core.exceptions import ImproperlyConfigured

from manyhands.cli.main import NOT_CONFIGURED
from manyhands.storage.row_security import RowSecurityError, check_row_security


def configure() -> int:
    """The exit code: what is not set is said in one line, before processes are started that cannot live."""
    try:
        django.setup()
        check_row_security()
    except (ImproperlyConfigured, RowSecurityError) as error:
        print(error, file=sys.stderr)
        return NOT_CONFIGURED
    return 0


if __name__ == "__main__":
    sys.exit(configure())
