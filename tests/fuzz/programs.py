"""Schemathesis over the API's own description: every operation, as programs that may all, little, or nothing."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import CHECKS
from schemathesis.specs.openapi.checks import positive_data_acceptance

from manyhands.apps.groups.access import programs
from manyhands.apps.groups.permissions import PERMISSIONS
from manyhands.config.api import assembly
from manyhands.config.wsgi import application
from manyhands.storage.rates import Limit
from tests.apps.programs import PREFIX, Caller
from tests.journeys.town import Town

# A cursor, a telephone number or a place can be written as described and still be none: the description cannot say
# which, so a refusal of well-formed data is no mistake.
LEFT_OUT = (positive_data_acceptance,)
NO_LIMIT = Limit("api.fuzz", burst=10**6, per_minute=10**6)
# So that compressed answers need not be unpacked.
PLAIN = {"Accept-Encoding": "identity"}


@dataclass
class Outcome:
    requests: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    answered_well: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)


class ApiFuzz:
    """`towns`: the group whose things are asked for, and another whose program asks for them too."""

    def __init__(self, town: Town, other: Town) -> None:
        organiser = town.members["organiser"]
        self.tokens = {
            "a program that may all": Caller(organiser, *PERMISSIONS).secret,
            "a program that may read": Caller(organiser, "needs.read").secret,
            "a program of another group": Caller(other.members["organiser"], *PERMISSIONS).secret,
            "a program of nobody": "mh_nobodys-token",
            "no program": "",
        }
        self.values = _values_of(town)
        self.outcome = Outcome()

    def run(self, *, examples: int) -> Outcome:
        with _unlimited(), _told_in_full():
            schema = schemathesis.openapi.from_wsgi(f"{PREFIX}/openapi.json", application, headers=PLAIN)
            for found in schema.get_all_operations():
                operation = found.ok()
                for guest, token in self.tokens.items():
                    self._try(operation, guest, token, examples)
        return self.outcome

    def _try(self, operation: Any, guest: str, token: str, examples: int) -> None:
        headers = {**PLAIN, **({"Authorization": f"Bearer {token}"} if token else {})}
        left_out = [one for one in CHECKS.get_all() if one in LEFT_OUT]

        @settings(
            max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def try_one(case: Any) -> None:
            # Every second time a thing that is there.
            if self.outcome.requests % 2 and case.path_parameters:
                case.path_parameters |= {
                    name: self.values[name] for name in case.path_parameters if name in self.values
                }
            self._send(case, guest, headers, left_out)

        try_one()

    def _send(self, case: Any, guest: str, headers: dict[str, str], left_out: list[Any]) -> None:
        outcome = self.outcome
        with transaction.atomic():
            response = case.call(headers=headers)
            outcome.requests += 1
            outcome.statuses[response.status_code] += 1
            outcome.operations.add(case.operation.label)
            if response.status_code < 300:
                outcome.answered_well.add(case.operation.label)
            try:
                case.validate_response(response, headers=headers, excluded_checks=left_out)
            except BaseExceptionGroup as found:
                outcome.problems += [_told(case, guest, response, one) for one in found.exceptions]
            except AssertionError as found:
                outcome.problems.append(_told(case, guest, response, found))
            transaction.set_rollback(True)


def _told(case: Any, guest: str, response: Any, found: BaseException) -> str:
    said = " ".join(str(found).split())[:400]
    sent = f"{case.path_parameters} {case.query} {str(case.body)[:200]}"
    return (
        f"{case.operation.label} as {guest}: {type(found).__name__}: {said} ({response.status_code}, {sent})"
    )


def _values_of(town: Town) -> dict[str, Any]:
    return {
        "reference": town.needs["open"].reference,
        "part_id": town.parts["open"].pk,
        "assignment_id": town.tasks["accepted"].pk,
        "task_id": town.tasks["accepted"].pk,
        "run_id": town.ids["run"].pk,
    }


@contextmanager
def _unlimited() -> Iterator[None]:
    """As many calls as one likes, over one connection: whatever they change is taken back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        with patch.object(programs, "CALLS", NO_LIMIT), patch.object(programs, "GUESSES", NO_LIMIT):
            yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@contextmanager
def _told_in_full() -> Iterator[None]:
    """Without "anything else is a problem": every status that is answered has to be named."""
    describe = assembly.describe

    def in_full() -> dict[str, Any]:
        document = describe()
        for methods in document["paths"].values():
            for operation in methods.values():
                del operation["responses"]["default"]
        return document

    with patch.object(assembly, "describe", in_full):
        yield
