"""Where requests of ours may go, and what tries to send them elsewhere."""

import http.server
import ipaddress
import socket
import threading

import pytest

from manyhands.adapters.http import LARGEST_ANSWER, NoAnswerError, NotReachedError, exchange
from manyhands.adapters.outgoing import NotAllowedError, destinations_of

PUBLIC = "93.184.215.14"
INSIDE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:c0a8:101::1",
    "2001:0:7f00:1::", "::127.0.0.1", "198.18.0.1", "192.0.2.1", "2001:db8::1",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _named(settings):
    settings.OUTGOING_HOSTS = ["gateway.example"]
    settings.GEOCODER_URL = "https://geocoder.example/search/"
    settings.INSIDE_HOSTS = []


@pytest.fixture
def names(monkeypatch):
    """What names stand for; each is looked up once, or the next answer would be another."""
    known = {}

    real = socket.getaddrinfo

    def look_up(host, port, *args, **more):
        if host.replace(".", "").isdigit() or ":" in host:
            return real(host, port, *args, **more)
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        found = known[host].pop(0) if isinstance(known[host][0], list) else known[host]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr("manyhands.adapters.outgoing.socket.getaddrinfo", look_up)
    return known


def why_not(url):
    with pytest.raises(NotAllowedError) as refused:
        destinations_of(url)
    return str(refused.value)


@pytest.mark.parametrize(
    "url", ["https://gateway.example/a?b=c", "https://geocoder.example:8443/", "https://GATEWAY.example"]
)
def test_to_what_the_settings_name_it_goes_by_the_address_that_was_looked_at(names, url):
    names["gateway.example"] = names["geocoder.example"] = [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c"]

    first, second = destinations_of(url)

    assert first.url.host == PUBLIC
    assert ipaddress.ip_address(second.url.host).version == 6
    assert first.server_name in ("gateway.example", "geocoder.example")
    assert first.host_header.startswith(first.server_name)
    assert first.url.scheme == "https"


def test_every_address_among_the_settings_names_its_host(names, settings):
    assert len(settings.OUTGOING_URLS) > 3
    for number, name in enumerate(settings.OUTGOING_URLS):
        setattr(settings, name, f"https://own{number}.example/a")
        names[f"own{number}.example"] = [PUBLIC]

        assert [place.url.host for place in destinations_of(f"https://own{number}.example/a")] == [PUBLIC]


@pytest.mark.parametrize("address", INSIDE)
def test_no_name_leads_inside(names, address):
    names["gateway.example"] = [PUBLIC, address]

    assert why_not("https://gateway.example/") == "address"


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/", "https://gateway.example.elsewhere.example/", "https://127.0.0.1/",
        "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/", "https://127.1/", "https://[::1]/",
        "https://[::ffff:7f00:1]/", "https://169.254.169.254/latest/meta-data/", "https://localhost/",
        "https://gateway.example./", "https://xn--gatewy-mwa.example/",
    ],
)  # fmt: skip
def test_to_what_nobody_named_it_does_not_go(names, url):
    names |= {host: [PUBLIC] for host in ("elsewhere.example", "gateway.example.")}

    assert why_not(url) in ("host", "form")


@pytest.mark.parametrize(
    "url",
    [
        "https://gateway.example@127.0.0.1/", "https://user:word@gateway.example/",
        "https://gateway.example\\@127.0.0.1/", "https:///path", "https://gateway.example:99999/",
        "https://[::1/", "//gateway.example/", "gateway.example", "",
    ],
)  # fmt: skip
def test_what_pretends_to_be_another_address_is_refused(names, url):
    assert why_not(url) in ("form", "host", "scheme")


@pytest.mark.parametrize("scheme", ["http", "ftp", "file", "gopher", "ws", "data"])
def test_over_anything_but_https_it_does_not_go(names, scheme):
    names["gateway.example"] = [PUBLIC]

    assert why_not(f"{scheme}://gateway.example/") in ("scheme", "form", "host")


def test_a_name_that_changes_its_mind_changes_nothing(names):
    """Looked up once: what it says a moment later, nobody asks."""
    names["gateway.example"] = [[PUBLIC], ["127.0.0.1"]]

    assert [place.url.host for place in destinations_of("https://gateway.example/")] == [PUBLIC]
    assert why_not("https://gateway.example/") == "address"


def test_what_is_refused_was_never_sent(names):
    with pytest.raises(NotReachedError, match="NotAllowedError host"):
        exchange("GET", "https://elsewhere.example/")
    with pytest.raises(NotReachedError, match="gaierror"):
        exchange("GET", "https://gateway.example/")


# --- over a real connection ----------------------------------------------------------------------------------


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.heard.append((self.path, self.headers["Host"]))
        is_elsewhere = self.path.startswith("/sent-on")
        self.send_response(302 if is_elsewhere else 200)
        if is_elsewhere:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/secret")
        self.end_headers()
        self.wfile.write(b"x" * (LARGEST_ANSWER + 1 if self.path == "/long" else 2))

    def log_message(self, *_said):
        pass


@pytest.fixture
def server(settings):
    settings.INSIDE_HOSTS = ["gateway.example", "127.0.0.1"]
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.heard = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_the_host_hears_its_own_name(names, server):
    names["gateway.example"] = ["127.0.0.1"]
    url = f"http://gateway.example:{server.server_port}/a"

    assert exchange("GET", url).body == b"xx"
    assert server.heard == [("/a", f"gateway.example:{server.server_port}")]


def test_it_is_not_sent_on(names, server):
    names["gateway.example"] = ["127.0.0.1"]

    assert exchange("GET", f"http://gateway.example:{server.server_port}/sent-on").status == 302
    assert [path for path, _host in server.heard] == ["/sent-on"]


def test_a_second_address_is_asked_when_the_first_is_not_there(names, server):
    names["gateway.example"] = ["::1", "127.0.0.1"]

    assert exchange("GET", f"http://gateway.example:{server.server_port}/a").status == 200


def test_an_answer_without_end_is_not_read(names, server):
    names["gateway.example"] = ["127.0.0.1"]

    with pytest.raises(NoAnswerError, match="too long"):
        exchange("GET", f"http://gateway.example:{server.server_port}/long")


def test_nothing_else_of_ours_speaks_http():
    from pathlib import Path

    import manyhands

    package = Path(manyhands.__file__).parent
    others = [
        path.name
        for path in package.rglob("*.py")
        if any(
            f"import {name}" in path.read_text()
            for name in ("httpx", "requests", "urllib.request", "http.client")
        )
    ]
    assert sorted(others) == ["http.py", "outgoing.py"]
