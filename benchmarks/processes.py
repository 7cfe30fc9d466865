"""What a family of processes has used, from Linux's own accounts in /proc.

CPU time and not elapsed time: other work on the machine changes it little.
"""

import contextlib
import os
from collections import defaultdict
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def family_of(pid: int) -> list[int]:
    """A process and all its descendants."""
    children = _children()
    family, waiting = [], [pid]
    while waiting:
        family.append(waiting.pop())
        waiting += children[family[-1]]
    return family


def children_of(pid: int) -> list[int]:
    return _children()[pid]


def cpu_seconds(pid: int) -> float:
    """User and system time of a family, its ended members included."""
    ticks = 0
    for member in family_of(pid):
        with contextlib.suppress(OSError):
            ticks += sum(int(number) for number in _stat(member)[11:15])
    return ticks / TICKS_PER_SECOND


def busy_seconds() -> float:
    """What all processors together have worked since the machine started, for whomever."""
    numbers = [int(word) for word in (_PROC / "stat").read_text().split("\n", 1)[0].split()[1:9]]
    user, nice, system, _idle, _waiting, *interrupts = numbers
    return (user + nice + system + sum(interrupts)) / TICKS_PER_SECOND


def waited_seconds(pid: int) -> float:
    """How long a process could have worked and was given no processor; and those that it started, one after another."""
    own = 0.0
    with contextlib.suppress(OSError):
        own = int((_PROC / str(pid) / "schedstat").read_text().split()[1]) / 1e9
    return own + max((waited_seconds(child) for child in children_of(pid)), default=0.0)


def ended_seconds(pid: int) -> float:
    """What those whom a process has started, and who have ended since, have worked."""
    return sum(int(number) for number in _stat(pid)[13:15]) / TICKS_PER_SECOND


def memory_mb(pid: int) -> dict[int, float]:
    """Proportional memory (PSS) by process: what several share is counted once, in parts."""
    found = {}
    for member in family_of(pid):
        with contextlib.suppress(OSError):
            lines = (_PROC / str(member) / "smaps_rollup").read_text().splitlines()
            found[member] = sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return found


def parent_of(pid: int) -> int:
    return int(_stat(pid)[1])


def command_of(pid: int) -> str:
    with contextlib.suppress(OSError):
        return (
            (_PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        )
    return ""


def _children() -> defaultdict[int, list[int]]:
    children = defaultdict(list)
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                children[int(_stat(int(entry.name))[1])].append(int(entry.name))
    return children


def _stat(pid: int) -> list[str]:
    """Everything after the command's name, which may hold spaces: state, parent, …"""
    text = (_PROC / str(pid) / "stat").read_text()
    return text[text.rindex(")") + 2 :].split()
