"""First views in Chromium: what they weigh, and how soon they can be read and used on a slow phone.

The phone is a quarter as fast as this machine, on a line of 1.6 Mbit/s with 150 ms of delay.
"""

import shutil
import sys
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from benchmarks import budgets
from benchmarks.installation import Server, running
from benchmarks.visits import Visit

TIMES = 3
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
SLOWER = 4
PHONE = {
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
WATCH = """() => {
    window.seen = {lcp: 0, long: [], shift: 0}
    const watch = (type, each) => new PerformanceObserver(list => list.getEntries().forEach(each))
        .observe({type, buffered: true})
    watch('largest-contentful-paint', entry => { seen.lcp = entry.startTime })
    watch('longtask', entry => seen.long.push([entry.startTime, entry.duration]))
    watch('layout-shift', entry => { if (!entry.hadRecentInput) seen.shift += entry.value })
}"""
# Blocked is what of a long task, after the first paint, goes beyond 50 ms.
TOLD = """() => {
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime || 0
    const blocked = seen.long.filter(([start]) => start >= painted).map(([, length]) => Math.max(0, length - 50))
    return {lcp: seen.lcp, tbt: blocked.reduce((sum, one) => sum + one, 0), cls: seen.shift}
}"""


@dataclass(frozen=True)
class Weight:
    kilobytes: float
    scripts_kb: float
    requests: int
    third_party: int


@dataclass(frozen=True)
class View:
    visit: Visit
    budget: budgets.View
    weight: Weight
    lcp_ms: float
    tbt_ms: float
    cls: float

    @property
    def problems(self) -> list[str]:
        weight, budget = self.weight, self.budget
        limits = [
            (weight.kilobytes, budget.kilobytes, "KB"),
            (weight.scripts_kb, budget.scripts_kb, "KB of scripts"),
            (weight.requests, budget.requests, "requests"),
            (weight.third_party, 0, "requests to others"),
            (self.lcp_ms, budgets.LCP_MS, "ms until its largest part is there"),
            (self.tbt_ms, budgets.TBT_MS, "ms of blocking"),
            (self.cls, budgets.CLS, "of shifting"),
        ]
        return [
            f"{self.visit.name}: {value:.4g} {what}, more than {most}."
            for value, most, what in limits
            if value > most
        ]


def measure_views(visits: list[Visit]) -> list[View]:
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not executable:
        sys.exit("no Chromium on this machine. On Debian: apt-get install chromium")
    with running("web", "--processes", "1") as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        views = [_view(browser, server, visit, visit.view) for visit in visits if visit.view is not None]
        browser.close()
    return views


def _view(browser: Any, server: Server, visit: Visit, budget: budgets.View) -> View:
    weight, _told = _look(browser, server, visit, slowly=False)
    slow = [_look(browser, server, visit, slowly=True)[1] for _ in range(TIMES)]
    lcp, tbt, cls = (median(told[name] for told in slow) for name in ("lcp", "tbt", "cls"))
    return View(visit, budget, weight, lcp, tbt, cls)


def _look(browser: Any, server: Server, visit: Visit, *, slowly: bool) -> tuple[Weight, dict[str, float]]:
    """Once, with nothing in the cache."""
    address = f"http://localhost:{server.port}"
    request = visit.make(1)[0]
    context = browser.new_context(**PHONE)
    context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in request.cookies.items()]
    )
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    if slowly:
        line.send("Network.emulateNetworkConditions", SLOW_LINE)
        line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    ledger = Ledger(line)
    page.add_init_script(f"({WATCH})()")
    page.goto(address + request.path, wait_until="load")
    page.wait_for_timeout(600)
    told = page.evaluate(TOLD)
    context.close()
    return ledger.total(), told


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
