"""The port of background checks: what a provider is asked, and what it may say. Adapters are named in settings."""

from enum import StrEnum
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.utils.module_loading import import_string

from manyhands.web.webhooks.schemes import Scheme


class Outcome(StrEnum):
    DONE = "done"
    LATER = "later"
    REFUSED = "refused"


class Status(StrEnum):
    INVITED = "invited"
    RUNNING = "running"
    FINISHED = "finished"
    EXPIRED = "expired"
    STOPPED = "stopped"


class Answer(Protocol):
    """`reason` is a code; the rest says what was asked for, and is empty where the outcome is another one than done."""

    @property
    def outcome(self) -> str: ...

    @property
    def reason(self) -> str: ...

    @property
    def wait_seconds(self) -> int: ...

    @property
    def person(self) -> str: ...

    @property
    def invitation(self) -> str: ...

    @property
    def url(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def report(self) -> str: ...

    @property
    def result(self) -> str: ...


class News(Protocol):
    @property
    def person(self) -> str: ...


@runtime_checkable
class BackgroundChecks(Protocol):
    name: str

    def start(self, *, name: str, email: str, reference: str, person: str = "") -> Answer:
        """Invite somebody. The same `reference` again is the same check; `person` goes on where one has stopped."""

    def read(self, *, invitation: str, report: str = "") -> Answer:
        """How it stands. A finished one is clear, or has something that people must look at (consider)."""

    def scheme(self) -> Scheme:
        """How what it delivers is signed."""

    def understand(self, raw: bytes) -> News | None:
        """Whose check a delivery is about; None where it is about none. Raises ValueError."""


def find_provider() -> BackgroundChecks | None:
    """The one that `BACKGROUND_CHECKS` names; None where checks are made by hand."""
    path = settings.BACKGROUND_CHECK_PROVIDERS.get(settings.BACKGROUND_CHECKS)
    if path is None:
        return None
    provider: BackgroundChecks = import_string(path)()
    return provider
