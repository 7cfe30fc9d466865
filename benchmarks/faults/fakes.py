"""A mail server and a gateway for texts on the loopback: slow, at times refusing, and they remember what came."""

import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.adapters.servers import Heard, HttpServer, Say, SmtpServer, running

SLOWEST_SECONDS = 0.03
REFUSED_FOR_NOW = 0.03


class Moods(dict[str, Any]):
    """Each command is answered a little later, and now and then with "not now"."""

    def __init__(self, refused: float) -> None:
        super().__init__()
        self.refused = refused

    def get(self, command: str, default: Any = None) -> Any:
        if command == "RCPT" and random.random() < self.refused:
            return "450 try again later"
        return random.uniform(0, SLOWEST_SECONDS)


class Gateways:
    """What arrived, by the reference that each message carries: its Message-ID, or the gateway's own."""

    def __init__(self, refused: float = REFUSED_FOR_NOW) -> None:
        self.refused = refused
        self.smtp = SmtpServer()
        self.smtp.answers = Moods(refused)
        self.sms = HttpServer(self._take)
        self._texts: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def settings(self) -> dict[str, str]:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(self.smtp.port),
            "EMAIL_TLS": "no",
            "SMS_GATEWAY": "http",
            "SMS_URL": self.sms.url,
            "SMS_SECRET": "practice",
            "SMS_FROM": "+15175550199",
        }

    def arrived(self) -> Counter[str]:
        mails = Counter(str(letter["Message-ID"]) for letter in list(self.smtp.inbox))
        with self._lock:
            return mails + self._texts

    def _take(self, heard: Heard) -> Say:
        if random.random() < self.refused:
            return Say(503, after_s=random.uniform(0, SLOWEST_SECONDS))
        with self._lock:
            self._texts[heard.json["reference"]] += 1
        return Say(200, {"id": heard.json["reference"]}, after_s=random.uniform(0, SLOWEST_SECONDS))


@contextmanager
def gateways() -> Iterator[Gateways]:
    both = Gateways()
    with running(both.smtp), running(both.sms):
        yield both


def close_doors(fakes: Gateways) -> None:
    """Nobody listens there any more; the ports stay theirs."""
    for server in (fakes.smtp, fakes.sms):
        server.server_close()


@contextmanager
def doors_open(fakes: Gateways) -> Iterator[None]:
    """After `close_doors`: where they were before."""
    for server in (fakes.smtp, fakes.sms):
        server.socket = socket.socket(server.address_family, server.socket_type)
        server.server_bind()
        server.server_activate()
    with running(fakes.smtp), running(fakes.sms):
        yield
