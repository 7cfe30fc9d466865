"""ClamAV's daemon, asked by INSTREAM: https://docs.clamav.net/manual/Usage/Scanning.html#clamd

`CLAMAV_ADDRESS` is `host:port` or the path of a socket. What is scanned travels in the clear: keep it on this machine.
"""

import logging
import socket
import struct
from dataclasses import dataclass

from django.conf import settings

logger = logging.getLogger(__name__)

SECONDS = 30.0
_CHUNK_BYTES = 64 * 1024
_LONGEST_ANSWER = 4096
_LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class Finding:
    """`outcome`: clean, harmful, or not_now (it does not answer, or answered something else)."""

    outcome: str


class ClamAv:
    def scan(self, data: bytes) -> Finding:
        try:
            answer = _ask(data)
        except OSError as error:
            logger.warning("the scanner does not answer: %s", type(error).__name__)
            return Finding("not_now")
        if answer == "stream: OK":
            return Finding("clean")
        if answer.startswith("stream: ") and answer.endswith(" FOUND"):
            logger.warning("the scanner found %s", answer.removeprefix("stream: ")[:100])
            return Finding("harmful")
        logger.warning("the scanner could not look: %s", answer[:100])
        return Finding("not_now")


def _ask(data: bytes) -> str:
    with _connect() as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), _CHUNK_BYTES):
            chunk = data[start : start + _CHUNK_BYTES]
            connection.sendall(_LENGTH.pack(len(chunk)) + chunk)
        connection.sendall(_LENGTH.pack(0))
        answer = b""
        while b"\0" not in answer and len(answer) < _LONGEST_ANSWER:
            more = connection.recv(_LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _connect() -> socket.socket:
    address = settings.CLAMAV_ADDRESS
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
