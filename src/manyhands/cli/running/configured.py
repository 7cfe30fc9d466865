"""Whether we are fit to serve, asked before anything that serves is started."""

import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from manyhands.cli.main import NOT_CONFIGURED
from manyhands.storage.row_security import RowSecurityError, check_row_security


def configure() -> int:
    """The exit code: what is not set is said in one line. Leaves nothing open that a fork must not share."""
    try:
        django.setup()
        check_row_security()
    except (ImproperlyConfigured, RowSecurityError) as error:
        print(error, file=sys.stderr)
        return NOT_CONFIGURED
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]
    return 0
