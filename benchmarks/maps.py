"""A map in Chromium: what a page weighs with its map open, and how long ten thousand cells keep a slow phone busy."""

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from benchmarks import budgets
from benchmarks.installation import Server
from benchmarks.phone import Phone, chromium
from benchmarks.visits import Visit

OPENED = "open list near a place"
CELLS = (1_500, 10_000)
MOST_WEIGHED = 1_500
# A phone shows an area; ten thousand cells of five square kilometres are a state.
AROUND_M = 250_000
OPEN = "localStorage.setItem('manyhands.map', '1')"
KEYS = ("-", "-", "ArrowRight", "ArrowDown", "+", "+", "+", "ArrowUp", "-", "-", "-")


@dataclass(frozen=True)
class OpenMap:
    """`cells` is 0 for the map as the group has it; the largest is beyond what a page may weigh, and only timed."""

    cells: int
    kilobytes: float
    longest_ms: float

    @property
    def problems(self) -> list[str]:
        found = []
        if self.cells <= MOST_WEIGHED and self.kilobytes > budgets.MAP_PAGE.kilobytes:
            found.append(f"a page with its map open: {self.kilobytes:.0f} KB, more than its budget.")
        if self.longest_ms > budgets.MAP_TASK_MS:
            found.append(f"a map of {self.cells:,} cells: a task of {self.longest_ms:.0f} ms.")
        return found


def measure_maps(visits: list[Visit]) -> list[OpenMap]:
    [visit] = [visit for visit in visits if visit.name == OPENED]
    with chromium() as (browser, server):
        return [_open(browser, server, visit, count) for count in (0, *CELLS)]


def _open(browser: Any, server: Server, visit: Visit, count: int) -> OpenMap:
    phone = Phone(browser, server, visit, is_slow=True)
    page = phone.page
    page.add_init_script(OPEN)
    body = json.dumps(_answer(count), ensure_ascii=False, separators=(",", ":")) if count else ""
    if count:
        page.route("**/map.json*", lambda route: route.fulfill(body=body, content_type="application/json"))
    browser.start_tracing(page=page, categories=["toplevel", "disabled-by-default-devtools.timeline"])
    phone.open()
    page.locator("button.map-heap").first.wait_for()
    page.wait_for_timeout(1_000)
    kilobytes = phone.ledger.total().kilobytes - _saved_by_packing(body)
    page.locator("[data-map-canvas]").focus()
    for key in KEYS:
        page.keyboard.press(key)
        page.wait_for_timeout(400)
    longest_ms = _longest_task_ms(json.loads(browser.stop_tracing())["traceEvents"])
    phone.close()
    return OpenMap(count, kilobytes, longest_ms)


def _saved_by_packing(body: str) -> float:
    """What is put in the server's place cannot be packed; the server packs it."""
    plain = body.encode()
    return (len(plain) - len(gzip.compress(plain, 6))) / 1024 if body else 0


def _longest_task_ms(events: list[dict[str, Any]]) -> float:
    """Of the page's main thread, in its own time: what else this machine does meanwhile does not count."""
    mains = {
        (one["pid"], one["tid"])
        for one in events
        if one["name"] == "thread_name" and one["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        one.get("tdur", 0) for one in events if "RunTask" in one["name"] and (one["pid"], one["tid"]) in mains
    ]
    return max(tasks, default=0) / 1000


def _answer(count: int) -> dict[str, Any]:
    """What the page would send for so many cells, each with two kinds of help."""
    from manyhands.apps.dispatch.map.queries import CellsOfMap
    from manyhands.apps.dispatch.queries.open_list.heaps import Heap

    found = CellsOfMap()
    for number, cell in enumerate(_cells(count)):
        for key in ("groceries", "ride") if number % 3 else ("errand",):
            heap = Heap(cell, key, {"en": key.title()}, is_somewhere=True, total=1, wished=1, latest=number)
            found.add(heap, number % 7 + 1, "en")
        found.areas[cell] = f"Town {number % 200}"
    return {**found.as_json(), "words": {"forms": ["%(count)s requests"], "which": [0] * 200}}


def _cells(count: int) -> Iterable[str]:
    from manyhands.core.gazetteer import find_zip
    from manyhands.core.privacy.cells import cells_within, search_cell, uncounted_cell

    middle = find_zip("48933")
    if middle is None:
        raise AssertionError("The table of ZIP codes is empty.")
    cell = uncounted_cell(search_cell(middle.centre))
    return islice(sorted(cells_within(cell, AROUND_M, 7)), count)
