"""A phone in Chromium: a quarter as fast as this machine, signed in as whoever makes a visit, with an empty cache."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from benchmarks.installation import Server, running
from benchmarks.visits import Visit

SLOWER = 4
SCREEN = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]


@contextmanager
def chromium() -> Iterator[tuple[Any, Server]]:
    """A browser, and a server that nobody else asks."""
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not executable:
        sys.exit("no Chromium on this machine. On Debian: apt-get install chromium")
    with running("web", "--processes", "1") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield browser, server
        browser.close()


class Phone:
    def __init__(self, browser: Any, server: Server, visit: Visit, *, is_slow: bool) -> None:
        address, request = f"http://localhost:{server.port}", visit.make(1)[0]
        self._address = address + request.path
        self._context = browser.new_context(**SCREEN)
        self._context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in request.cookies.items()]
        )
        self.page = self._context.new_page()
        self.line = self._context.new_cdp_session(self.page)
        self.line.send("Network.enable")
        if is_slow:
            self.line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        self.ledger = Ledger(self.line)

    def open(self) -> None:
        self.page.goto(self._address, wait_until="load")

    def close(self) -> None:
        self._context.close()


@dataclass(frozen=True)
class Weight:
    kilobytes: float
    scripts_kb: float
    requests: int
    third_party: int


class Ledger:
    """Every request of a page with its bytes on the wire."""

    def __init__(self, line: Any) -> None:
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, float] = {}
        self.hosts: list[str] = []
        line.on("Network.requestWillBeSent", self._sent)
        line.on(
            "Network.responseReceived", lambda event: self.kinds.update({event["requestId"]: event["type"]})
        )
        line.on(
            "Network.loadingFinished",
            lambda event: self.bytes.update({event["requestId"]: event["encodedDataLength"]}),
        )

    def _sent(self, event: dict[str, Any]) -> None:
        if event["request"]["url"].startswith("http"):
            self.hosts.append(urlsplit(event["request"]["url"]).hostname or "")

    def total(self) -> Weight:
        scripts = sum(size for one, size in self.bytes.items() if self.kinds.get(one) == "Script")
        return Weight(
            sum(self.bytes.values()) / 1024,
            scripts / 1024,
            len(self.hosts),
            sum(host != "localhost" for host in self.hosts),
        )
