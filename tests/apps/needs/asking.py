"""A neighbour in front of the public request: fills in page after page over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils.module_loading import import_string
from django_q.models import OrmQ

from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.needs.ask.cookie import NAME

NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)  # Wednesday noon in Lansing

ANSWERS: dict[str, dict[str, Any]] = {
    "who": {"for_whom": "self"},
    "what": {"kinds": ["groceries"]},
    "when": {"when_kind": "soon", "patience": "3"},
    "where": {"place_kind": "address", "address": "214 Oak Street, Lansing", "zip_code": "48912"},
    "reach": {"name": "Ana", "reach_by": "text", "phone": "(517) 555-0142", "language": "en"},
    "more": {"details": "No eggs, please."},
}


class Asker:
    def __init__(self, group: Group, **changes: dict[str, Any]) -> None:
        self.group, self.client = group, Client()
        self.answers = ANSWERS | changes

    def path(self, step: str) -> str:
        if step == "who":
            return group_path(self.group, "needs:ask")
        if step == "sent":
            return group_path(self.group, "needs:asked")
        if step in ("check", "outside", "forget", "deleted"):
            return group_path(self.group, f"needs:ask_{step}")
        return group_path(self.group, "needs:ask_step", step=step)

    def get(self, step: str, **kwargs: Any) -> HttpResponse:
        return self.client.get(self.path(step), **kwargs)

    def post(self, step: str, answer: dict[str, Any] | None = None, **kwargs: Any) -> HttpResponse:
        return self.client.post(
            self.path(step), self.answers.get(step, {}) if answer is None else answer, **kwargs
        )

    def fill_in(self, upto: str = "more") -> None:
        for step, answer in self.answers.items():
            response = self.post(step, answer)
            assert response.status_code == 302, (step, errors_in(response))
            if step == upto:
                return

    def send(self) -> HttpResponse:
        return self.post("check", {})

    def ask(self, *, at: datetime = NOON) -> HttpResponse:
        """The whole way, at the pace of a person; returns the sent page."""
        with time_machine.travel(at, tick=False) as clock:
            self.fill_in()
            clock.shift(timedelta(minutes=2))
            response = self.send()
            assert response.status_code == 302, errors_in(response)
            return self.client.get(response.url)

    @property
    def cookie(self) -> str:
        return self.client.cookies[NAME].value


def errors_in(response: HttpResponse) -> dict[str, list[str]]:
    form = (response.context or {}).get("form")
    return {name: list(messages) for name, messages in form.errors.items()} if form is not None else {}


def run_jobs(task: str) -> None:
    """What the worker would do; the jobs stay, as after a worker that was killed before it could say so."""
    for job in OrmQ.objects.all():
        if job.task["func"] == task:
            import_string(task)(*job.task["args"])


def text_of(response: HttpResponse) -> str:
    return response.content.decode()
