"""Gateways that treat a message as its address says."""

import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.faults.fakes import Gateways
from tests.adapters.servers import Heard, Say, running

SLOW_SECONDS = 1.0
LONGER_THAN_ANYBODY_WAITS_SECONDS = 15.0
FALTERS = 3


@dataclass(frozen=True)
class Fate:
    """`does` is what the gateway does to it; `ends` and `tries` are how it has to end here."""

    number: int
    name: str
    words: str
    reach_by: str
    ends: str
    tries: int
    is_deadly: bool = False

    def email(self, number: int) -> str:
        return f"{self.name}.{number}@example.org" if self.reach_by == "email" else ""

    def phone(self, number: int) -> str:
        return f"+151755{self.number}0{number:02}0" if self.reach_by == "text" else ""

    def key_of(self, person: Any) -> str:
        return str(person.email if self.reach_by == "email" else person.phone)


FATES = {
    fate.name: fate
    for fate in (
        Fate(50, "text-500", "text, gateway answers 500 for ever", "text", "failed", 8),
        Fate(51, "text-falters", "text, 503 three times", "text", "sent", 4),
        Fate(52, "text-slow", "text, slow gateway", "text", "sent", 1),
        Fate(53, "text-silent", "text, gateway does not answer", "text", "unconfirmed", 1),
        Fate(54, "text-reset", "text, gateway hangs up", "text", "unconfirmed", 1),
        Fate(
            55, "text-deadly", "text, worker killed while the gateway thinks", "text", "unconfirmed", 1, True
        ),
        Fate(60, "mail-451", "e-mail, server answers 451 for ever", "email", "failed", 8),
        Fate(61, "mail-falters", "e-mail, 451 three times", "email", "sent", 4),
        Fate(62, "mail-slow", "e-mail, slow server", "email", "sent", 1),
        Fate(63, "mail-early", "e-mail, silent before the text, for ever", "email", "failed", 8),
        Fate(64, "mail-silent", "e-mail, silent after the text", "email", "unconfirmed", 1),
        Fate(65, "mail-reset", "e-mail, hangs up after the text", "email", "unconfirmed", 1),
        Fate(66, "mail-550", "e-mail, no such address", "email", "failed", 1),
    )
}
_BY_NUMBER = {str(fate.number): fate.name for fate in FATES.values()}
_ADDRESS = re.compile(r"<([\w.-]+@[\w.]+)>")


class FatefulGateways(Gateways):
    """Besides what arrived: when each address was heard of."""

    def __init__(self) -> None:
        super().__init__(refused=0)
        self.heard: dict[str, list[float]] = defaultdict(list)
        self.is_holding = threading.Event()
        self.texts: Counter[str] = Counter()
        self.smtp.answers = _Moods(self)

    @property
    def arrived(self) -> Counter[str]:  # type: ignore[override]
        mails = Counter(str(letter["To"]) for letter in list(self.smtp.inbox))
        return mails + self.texts

    def _take(self, heard: Heard) -> Say:
        number = heard.json["to"]
        self.heard[number].append(time.time())
        name = _BY_NUMBER.get(number[7:9], "")
        if name == "text-500":
            return Say(500)
        if name == "text-falters" and len(self.heard[number]) <= FALTERS:
            return Say(503)
        if name == "text-reset":
            return Say(drop=True)
        if name == "text-deadly":
            self.is_holding.set()
        self.texts[number] += 1
        return Say(200, {"id": heard.json["reference"]}, after_s=_thinks(name))


def _thinks(name: str) -> float:
    if name.endswith("slow"):
        return SLOW_SECONDS
    return LONGER_THAN_ANYBODY_WAITS_SECONDS if name.endswith(("silent", "deadly", "early")) else 0.0


class _Moods(dict[str, Any]):
    """The mail server has one sender at a time: whom it last heard of is who this is about."""

    def __init__(self, fakes: FatefulGateways) -> None:
        super().__init__()
        self.fakes = fakes
        self.address = ""

    def get(self, command: str, default: Any = None) -> Any:
        if command == "RCPT":
            self.address = _ADDRESS.findall(self.fakes.smtp.commands[-1])[0]
            self.fakes.heard[self.address].append(time.time())
        name = self.address.partition(".")[0]
        if command == "RCPT":
            return self._to_recipient(name, default)
        if command == "text" and name.startswith("mail-"):
            return "reset" if name == "mail-reset" else _thinks(name)
        return default

    def _to_recipient(self, name: str, default: Any) -> Any:
        if name == "mail-550":
            return "550 no such mailbox"
        times = len(self.fakes.heard[self.address])
        if name == "mail-451" or (name == "mail-falters" and times <= FALTERS):
            return "451 try again later"
        return _thinks(name) if name == "mail-early" else default


@contextmanager
def fateful_gateways() -> Iterator[FatefulGateways]:
    fakes = FatefulGateways()
    with running(fakes.smtp), running(fakes.sms):
        yield fakes
