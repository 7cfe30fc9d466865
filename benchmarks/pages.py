"""First views in Chromium: what they weigh, and how soon they can be read and used on a slow phone.

Its line carries 1.6 Mbit/s with 150 ms of delay.
"""

from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks import budgets
from benchmarks.installation import Server
from benchmarks.phone import Phone, Weight, chromium
from benchmarks.visits import Visit

TIMES = 3
SLOW_LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 93_750}
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
    with chromium() as (browser, server):
        return [_view(browser, server, visit, visit.view) for visit in visits if visit.view is not None]


def _view(browser: Any, server: Server, visit: Visit, budget: budgets.View) -> View:
    weight, _told = _look(browser, server, visit, slowly=False)
    slow = [_look(browser, server, visit, slowly=True)[1] for _ in range(TIMES)]
    lcp, tbt, cls = (median(told[name] for told in slow) for name in ("lcp", "tbt", "cls"))
    return View(visit, budget, weight, lcp, tbt, cls)


def _look(browser: Any, server: Server, visit: Visit, *, slowly: bool) -> tuple[Weight, dict[str, float]]:
    """Once, with nothing in the cache."""
    phone = Phone(browser, server, visit, is_slow=slowly)
    if slowly:
        phone.line.send("Network.emulateNetworkConditions", SLOW_LINE)
    phone.page.add_init_script(f"({WATCH})()")
    phone.open()
    phone.page.wait_for_timeout(600)
    told = phone.page.evaluate(TOLD)
    phone.close()
    return phone.ledger.total(), told
