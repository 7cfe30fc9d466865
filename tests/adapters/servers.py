"""Servers on the loopback that speak the real protocols, and misbehave when a test asks them to."""

import email
import email.policy
import json
import socket
import socketserver
import struct
import threading
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

RESET = struct.pack("ii", 1, 0)


def reset(connection: socket.socket) -> None:
    """End a connection as a crash does: the other side gets "connection reset", not a polite end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.close()


# --- SMTP (RFC 5321) ------------------------------------------------------------------------------------------


class SmtpServer(socketserver.ThreadingTCPServer):
    """`answers` overrides what is said to a command ("RCPT": "550 no such user"); "text" is the end of DATA.

    An answer of "reset" drops the connection there; a number waits that many seconds first and then says 250.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _SmtpSession)
        self.answers: dict[str, str | float] = {}
        self.inbox: list[EmailMessage] = []
        self.commands: list[str] = []

    @property
    def port(self) -> int:
        return self.server_address[1]


class _SmtpSession(socketserver.StreamRequestHandler):
    server: SmtpServer
    usual = {
        "EHLO": "250 loopback",
        "HELO": "250 loopback",
        "MAIL": "250 sender ok",
        "RCPT": "250 recipient ok",
        "RSET": "250 ok",
        "DATA": "354 go ahead",
        "text": "250 queued as 1",
        "QUIT": "221 bye",
    }

    def handle(self) -> None:
        self.say("220 loopback ESMTP")
        while line := self.rfile.readline().decode().strip():
            command = line[:4].upper()
            self.server.commands.append(line)
            if not self.answer(command) or command == "QUIT":
                return
            if command == "DATA" and "DATA" not in self.server.answers and not self.take_text():
                return

    def take_text(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        if line == b"":
            return False
        said = self.server.answers.get("text", self.usual["text"])
        if said == "reset" or not str(said).startswith(("4", "5")):
            text = b"".join(lines)
            self.server.inbox.append(email.message_from_bytes(text, policy=email.policy.default))
        return self.answer("text")

    def answer(self, command: str) -> bool:
        said = self.server.answers.get(command, self.usual.get(command, "502 what?"))
        if said == "reset":
            reset(self.connection)
            return False
        if isinstance(said, float | int):
            time.sleep(said)
            said = self.usual[command]
        return self.say(said)

    def say(self, line: str) -> bool:
        try:
            self.wfile.write(f"{line}\r\n".encode())
            self.wfile.flush()
        except OSError:
            return False
        return True

    def finish(self) -> None:
        try:
            super().finish()
        except OSError:
            self.connection.close()


# --- HTTP -----------------------------------------------------------------------------------------------------


@dataclass
class Heard:
    """One request as it came over the wire."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode()).items()}

    @property
    def basic_auth(self) -> str:
        kind, _, value = self.headers.get("authorization", " ").partition(" ")
        return b64decode(value).decode() if kind == "Basic" else ""


@dataclass
class Say:
    """What the server answers. `after_s` waits first; `drop` resets the connection instead."""

    status: int = 200
    body: bytes | str | dict[str, Any] | list[Any] = ""
    headers: dict[str, str] = field(default_factory=dict)
    after_s: float = 0
    drop: bool = False


class HttpServer(ThreadingHTTPServer):
    """`script` is the answer, or is asked for each answer and may look at the request."""

    daemon_threads = True

    def __init__(self, script: Say | Callable[[Heard], Say]) -> None:
        super().__init__(("127.0.0.1", 0), _HttpHandler)
        self.script = script
        self.heard: list[Heard] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away, as these tests make them do, is no news."""


class _HttpHandler(BaseHTTPRequestHandler):
    server: HttpServer

    def do_POST(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        address = urlsplit(self.path)
        heard = Heard(
            method=self.command,
            path=address.path,
            query=parse_qs(address.query),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("Content-Length", 0))),
        )
        self.server.heard.append(heard)
        script = self.server.script
        say = script if isinstance(script, Say) else script(heard)
        time.sleep(say.after_s)
        if say.drop:
            reset(self.connection)
            return
        structured = isinstance(say.body, dict | list)
        body = json.dumps(say.body).encode() if structured else say.body
        body = body.encode() if isinstance(body, str) else body
        self.send_response(say.status)
        for name, value in say.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@contextmanager
def running(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
