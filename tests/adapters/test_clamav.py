"""The scanner against a daemon on the loopback that speaks INSTREAM, and against one that does not."""

import socketserver
import struct
import time

import pytest

from manyhands.adapters.clamav import ClamAv
from manyhands.storage.uploads import Scanner
from tests.adapters.servers import closed_port, reset, running

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(socketserver.ThreadingTCPServer):
    """As clamd answers: what it has heard decides. `says` overrides it; "reset" drops, a number waits."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Session)
        self.heard = []
        self.says = None


class Session(socketserver.StreamRequestHandler):
    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            data += self.rfile.read(length)
        self.server.heard.append(data)
        says = self.server.says
        if says == "reset":
            reset(self.connection)
            return
        if isinstance(says, float):
            time.sleep(says)
        usual = "stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in data else "stream: OK"
        self.wfile.write((says if isinstance(says, str) else usual).encode() + b"\0")

    def finish(self):
        try:
            super().finish()
        except OSError:
            self.connection.close()


@pytest.fixture
def clamd(settings, monkeypatch):
    monkeypatch.setattr("manyhands.adapters.clamav.SECONDS", 0.5)
    with running(Clamd()) as server:
        settings.CLAMAV_ADDRESS = f"127.0.0.1:{server.server_address[1]}"
        yield server


def test_it_keeps_to_the_port():
    assert isinstance(ClamAv(), Scanner)


@pytest.mark.parametrize("data", [b"a", b"%PDF-1.7" * 30_000])
def test_what_is_clean_is_clean(clamd, data):
    assert ClamAv().scan(data).outcome == "clean"
    assert clamd.heard == [data]


def test_what_is_harmful_is_found(clamd):
    assert ClamAv().scan(b"%PDF-1.7" * 20_000 + EICAR).outcome == "harmful"


@pytest.mark.parametrize(
    "says", ["INSTREAM size limit exceeded. ERROR", "", "stream: OK or so", "reset", 1.0]
)
def test_without_a_clear_answer_nobody_has_looked(clamd, says):
    clamd.says = says

    assert ClamAv().scan(b"data").outcome == "not_now"


def test_when_it_is_away_nobody_has_looked(settings):
    settings.CLAMAV_ADDRESS = f"127.0.0.1:{closed_port()}"

    assert ClamAv().scan(b"data").outcome == "not_now"


def test_a_socket_in_the_file_system_will_do(settings, tmp_path):
    settings.CLAMAV_ADDRESS = str(tmp_path / "clamd.sock")

    assert ClamAv().scan(b"data").outcome == "not_now"
