"""Open pages over a restored database, and try to read one contact. Prints one line of JSON.

Runs in a process of its own (`restoring`), because its settings name another database than those of the command.
"""

import json
import sys
from typing import Any
from wsgiref.util import setup_testing_defaults

import django


def main() -> int:
    django.setup()
    from manyhands.cli.running.preparation import prepare_database

    # A backup of an older version: what has changed since is done here too, as it would be after restoring it.
    prepare_database()
    print(json.dumps({"statuses": open_pages(), "readable": can_read_contacts()}))
    return 0


def open_pages() -> dict[str, int]:
    """The first page, whether the server would say it is ready, and one group's own page."""
    from django.core.wsgi import get_wsgi_application

    from manyhands.apps.groups.models import Group

    application = get_wsgi_application()
    group = Group.objects.order_by("pk").first()
    # By kind and not by address: a group's name is nobody's business in a log.
    paths = {"first": "/", "ready": "/readyz"} | ({"group": f"/g/{group.slug}/"} if group else {})
    return {name: _status_of(application, path) for name, path in paths.items()}


def _status_of(application: Any, path: str) -> int:
    environ: dict[str, object] = {"PATH_INFO": path, "HTTP_HOST": "localhost"}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    b"".join(application(environ, lambda status, *_rest: statuses.append(status)))
    return int(statuses[0].split()[0])


def can_read_contacts() -> bool | None:
    """Whether today's keys open what was saved; None when nobody is in it."""
    from manyhands.apps.people.models import Person
    from manyhands.storage.encryption import WrongKeyError
    from manyhands.storage.scope import system_scope

    with system_scope("verify a backup"):
        try:
            return None if Person.objects.order_by("-pk").first() is None else True
        except WrongKeyError:
            return False


if __name__ == "__main__":
    sys.exit(main())
