"""What everything may cost: every figure that is measured has its limit here."""

from dataclasses import dataclass

# --- requests (R10 to R12: application and database together, at once and twice the data) ---------------------
LIST_CPU_MS, SUBMIT_CPU_MS, BOARD_CPU_MS = 12, 15, 15
QUERIES_READING, QUERIES_SUBMITTING = 8, 20

# --- processes -----------------------------------------------------------------------------------------------
START_UP_CPU_SECONDS = 1.6
SERVE_MB = 350
# Engines that only some jobs need; a page that waits for them would be a page that waits for nothing.
NOT_AT_START_UP = ("numpy", "ortools", "pandas", "scipy", "sklearn", "icalendar")

# --- plans ---------------------------------------------------------------------------------------------------
# `manyhands plan` from a cold start: 200 needs x 300 volunteers, and 2,000 x 10,000.
SMALL_PLAN_SECONDS, LARGE_PLAN_SECONDS = 3, 60
# A group's plan in its job.
RUN_NEEDS, RUN_VOLUNTEERS, RUN_SECONDS = 60, 200, 2

# --- first views: on the wire, compressed --------------------------------------------------------------------


@dataclass(frozen=True)
class View:
    kilobytes: float = 100
    scripts_kb: float = 100
    requests: int = 12


PAGE = View()
PUBLIC_REQUEST = View(kilobytes=60, scripts_kb=15, requests=6)
# Without the pictures of a map, which come from elsewhere.
MAP_PAGE = View(kilobytes=200, scripts_kb=120)
# The longest task of a map of ten thousand cells, on a phone a quarter as fast as this machine.
MAP_TASK_MS = 100
# On a phone a quarter as fast as this machine, on a line of 1.6 Mbit/s with 150 ms of delay.
LCP_MS, TBT_MS, CLS = 1_800, 100, 0.05
