"""What the worker does, here and now: the jobs that pages have enqueued, and the mail that comes of them."""

import re

from django.core import mail
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from manyhands.apps.messaging.tasks import deliver_due


def work() -> None:
    """Run every waiting job once, as it would be run, and send what is due."""
    for row in OrmQ.objects.order_by("pk"):
        job = row.task
        row.delete()
        import_string(job["func"])(*job["args"], **job["kwargs"])
    deliver_due()


def work_to_the_end() -> None:
    """The jobs that jobs have made too."""
    for _round in range(10):
        work()
        if not OrmQ.objects.exists():
            return
    raise AssertionError("Jobs make jobs without end.")


def letters_to(address: str) -> list[str]:
    """Subject and text of all that an address has got, in order."""
    return [f"{one.subject}\n\n{one.body}" for one in mail.outbox if address in one.to]


def link_in(letter: str, part: str) -> str:
    """The address in a letter that has `part` in its path."""
    found = re.search(rf"https?://\S*{re.escape(part)}\S*", letter)
    assert found, letter
    return found[0].rstrip(".>)")
