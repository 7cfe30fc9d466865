"""Where one request ends and the next begins: our server reads it as the standard says (RFC 9112), or not at all.

What a proxy before it would take for one request, it must not take for two: the second could be anybody's.
"""

import socket
import subprocess
import sys

import pytest

from tests.adapters.servers import closed_port
from tests.installations import wait_for

SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n"
APP = """
def application(environ, start_response):
    body = environ["wsgi.input"].read()
    start_response("200 OK", [])
    return [f"<{environ['REQUEST_METHOD']} {environ['PATH_INFO']} {body.decode()}>".encode()]
"""
LENGTHS = {
    "two that differ": "Content-Length: 5\r\nContent-Length: 0\r\n",
    "a list": "Content-Length: 5, 0\r\n",
    "a sign": "Content-Length: +5\r\n",
    "below nothing": "Content-Length: -5\r\n",
    "another base": "Content-Length: 0x5\r\n",
    "beyond counting": "Content-Length: 99999999999999999999999\r\n",
    "a blank inside": "Content-Length: 5 5\r\n",
    "an encoding nobody knows": "Transfer-Encoding: xchunked\r\n",
    "no encoding and a length": "Transfer-Encoding: identity\r\nContent-Length: 5\r\n",
    "chunks that are not last": "Transfer-Encoding: chunked, identity\r\n",
    "chunks and something else": "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
    "a blank before the colon": "Transfer-Encoding : chunked\r\nContent-Length: 5\r\n",
    "a folded line": "X: y\r\n Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
    "an odd blank": "Transfer-Encoding:\x0bchunked\r\nContent-Length: 5\r\n",
    "a null": "X: a\x00b\r\nContent-Length: 5\r\n",
}
CHUNKS = {
    "another base": "0x5\r\nhello\r\n0\r\n\r\n",
    "below nothing": "-1\r\nhello\r\n0\r\n\r\n",
    "beyond counting": "fffffffffffffffff\r\nhello\r\n0\r\n\r\n",
    "half a line end": "5\nhello\n0\n\n",
    "longer than it says": "5\r\nhello0\r\n\r\n",
    "a line end in a note": "5;a\nb\r\nhello\r\n0\r\n\r\n",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """The server that `manyhands web` runs, with a program in it that says what reached it."""
    folder, port = tmp_path_factory.mktemp("ends"), closed_port()
    (folder / "echoing.py").write_text(APP)
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--no-access-log", "--log-level", "critical", "echoing:application"]
    process = subprocess.Popen(command, cwd=folder)
    wait_for(lambda: is_open(port))
    yield port
    process.terminate()
    process.wait(10)


def is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def answers(port, head, body, *, version="1.1"):
    """All that comes back over one connection, and whether it was ended by the server."""
    message = f"POST /first HTTP/{version}\r\nHost: localhost\r\n{head}\r\n{body}"
    said, is_ended = b"", False
    with socket.create_connection(("127.0.0.1", port), 5) as connection:
        connection.settimeout(20)
        connection.sendall(message.encode("latin-1"))
        try:
            while not is_ended and b"smuggled >" not in said:
                part = connection.recv(65_536)
                said, is_ended = said + part, not part
        except ConnectionResetError:
            is_ended = True
    return said.decode(), is_ended


@pytest.mark.parametrize("head", LENGTHS.values(), ids=LENGTHS)
def test_a_length_that_can_be_read_in_two_ways_is_refused_and_the_connection_ended(port, head):
    said, is_ended = answers(port, head, f"hello{SMUGGLED}")

    assert said.startswith("HTTP/1.1 400")
    assert "<" not in said
    assert is_ended


@pytest.mark.parametrize(
    "head",
    [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 200\r\n",
    ],
)
def test_chunks_count_and_a_length_beside_them_does_not(port, head):
    said, is_ended = answers(port, head, f"5\r\nhello\r\n0\r\n\r\n{SMUGGLED}")

    assert "<POST /first hello>" in said
    assert "smuggled" not in said
    assert is_ended


@pytest.mark.parametrize("chunks", CHUNKS.values(), ids=CHUNKS)
def test_chunks_that_are_none_end_the_connection(port, chunks):
    said, is_ended = answers(port, "Transfer-Encoding: chunked\r\n", f"{chunks}{SMUGGLED}")

    assert "smuggled" not in said
    assert "hello" not in said
    assert is_ended


def test_a_version_that_knows_no_chunks_sends_none(port):
    said, is_ended = answers(port, "Transfer-Encoding: chunked\r\n", f"0\r\n\r\n{SMUGGLED}", version="1.0")

    assert said.startswith(("HTTP/1.0 400", "HTTP/1.1 400"))
    assert is_ended


def test_two_whole_requests_on_one_connection_are_two(port):
    """What the others show would show nothing if a second one never got through."""
    said, _is_ended = answers(port, "Content-Length: 5\r\n", f"hello{SMUGGLED}")

    assert "<POST /first hello>" in said
    assert "<GET /smuggled >" in said
