"""A worker process killed with SIGKILL while it speaks to the mail server."""

import contextvars
import os
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from manyhands.apps.messaging.actions import tell
from manyhands.apps.messaging.actions.delivery import LEASE, give_up_leases
from manyhands.apps.messaging.models import Message
from manyhands.apps.messaging.tasks import deliver_due
from manyhands.apps.people.actions import Contact, add_person
from manyhands.storage.scope import group_scope, system_scope
from tests.adapters.servers import SmtpServer, running
from tests.apps.messaging.conftest import BY
from tests.worlds import make_group

pytestmark = pytest.mark.django_db(transaction=True)
WORKER = (
    "import django; django.setup(); from manyhands.apps.messaging.tasks import deliver_due; deliver_due()"
)
PATIENCE_S = 30


@pytest.fixture
def smtp():
    with running(SmtpServer()) as server:
        yield server


@pytest.fixture
def two_messages():
    """To two people, so that neither waits for the other."""
    group, now = make_group(), timezone.now()
    with group_scope(group.pk):
        for name in ("first", "second"):
            contact = Contact(name=name, email=f"{name}@example.org", reach_by="email")
            person = add_person(group, contact, by=BY, at=now)
            context = {"reference": name, "status_url": "https://help.example.org/r/t/"}
            tell(person, "need_received", context=context, about=person, by=BY, at=now)


@pytest.fixture
def start_worker(smtp):
    """Starts worker processes, and ends whichever a failing test has left."""
    workers = []

    def start():
        worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment(smtp))
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()


def environment(smtp):
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{place['NAME']}"
    else:
        who = f"{quote(place['USER'])}:{quote(place['PASSWORD'])}"
        url = f"postgresql://{who}@{place['HOST']}:{place['PORT']}/{place['NAME']}"
    return os.environ | {
        "MANYHANDS_DATABASE_URL": url,
        "MANYHANDS_EMAIL_HOST": "127.0.0.1",
        "MANYHANDS_EMAIL_PORT": str(smtp.port),
        "MANYHANDS_EMAIL_TLS": "no",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


def states():
    with system_scope("test"):
        return [(message.context["reference"], message.state) for message in Message.objects.order_by("id")]


@pytest.mark.parametrize(("hangs_at", "arrived"), [("text", 1), ("RCPT", 0)])
@pytest.mark.usefixtures("two_messages")
def test_killed_while_sending(smtp, start_worker, hangs_at, arrived):
    smtp.answers = {hangs_at: 600.0}
    worker = start_worker()
    reached = (
        (lambda: smtp.inbox)
        if hangs_at == "text"
        else (lambda: any("RCPT" in said.upper() for said in smtp.commands))
    )
    wait_for(reached)
    worker.kill()
    worker.wait()
    assert states() == [("first", "sending"), ("second", "waiting")]

    smtp.answers = {}
    assert start_worker().wait(PATIENCE_S) == 0
    assert states() == [("first", "sending"), ("second", "sent")]
    with system_scope("test"):
        give_up_leases(at=timezone.now() + LEASE + timedelta(seconds=1))
    contextvars.Context().run(deliver_due)

    assert mail.outbox == []
    assert states() == [("first", "unconfirmed"), ("second", "sent")]
    to = [message["To"] for message in smtp.inbox]
    assert to.count("first@example.org") == arrived
    assert to.count("second@example.org") == 1
