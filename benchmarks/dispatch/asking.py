"""Weeks in a town in which people are asked in one way or another, hour by hour."""

import heapq
from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from benchmarks.dispatch.answering import (
    A_WEEK,
    CHANCE_TO_LEAVE,
    CHANCE_TO_LOOK_AWAY,
    DAY,
    DAYS_AWAY,
    HOURS_UNTIL_TOO_LATE,
    MORNING,
    SHARE_SILENT,
    Town,
    by_day,
    likely_yes,
)

YES, NO, SILENT = "yes", "no", "silent"


class Way(Protocol):
    """How people are asked."""

    name: str

    def begin_week(self, weeks: "Weeks") -> None: ...
    def arrives(self, weeks: "Weeks", request: int) -> None: ...
    def choose(self, weeks: "Weeks", request: int) -> list[int]:
        """Whom to ask now; called whenever a request is new, an answer came or did not come, and each morning."""
        ...

    def hours_to_answer(self, weeks: "Weeks", request: int) -> float: ...
    def heard(self, weeks: "Weeks", request: int, person: int, answer: str) -> None: ...
    def ends(self, weeks: "Weeks", request: int) -> None: ...


@dataclass(eq=False)
class Question:
    """`would`: what they would say, decided when they are asked; `counts` until it is answered or taken back."""

    would: str
    counts: bool = True


@dataclass(eq=False)
class Request:
    questions: dict[int, Question] = field(default_factory=dict)
    is_open: bool = True
    taken_at: float = np.inf

    @property
    def waiting(self) -> list[int]:
        return [person for person, question in self.questions.items() if question.counts]


class Weeks:
    """One town, one way of asking; `run` and then look at what is counted."""

    def __init__(self, town: Town, way: Way) -> None:
        self.town, self.way = town, way
        people = len(town.x_m)
        self.requests = [Request() for _ in town.arrives]
        self.now = 0.0
        self.tasks = np.zeros((town.weeks + 2, people), dtype=np.int64)
        self.has_left = np.zeros(people, dtype=np.bool_)
        self.looks_again = np.zeros(people)
        self.asked_at: list[list[float]] = [[] for _ in range(people)]
        self.recent: list[deque[float]] = [deque() for _ in range(people)]
        self.yeses_in_vain = self.messages_in_vain = 0
        self._events: list[tuple[float, int, str, int, int]] = []
        self._order = count()
        self._can = [town.can(request) for request in range(len(self.requests))]

    @property
    def week(self) -> int:
        return int(self.now // A_WEEK)

    def run(self) -> None:
        for request, hour in enumerate(self.town.arrives):
            self._later(float(hour), "arrives", request)
        for week in range(self.town.weeks + 1):
            self._later(week * A_WEEK, "week")
        for day in range(7 * (self.town.weeks + 1)):
            self._later(day * DAY + MORNING, "morning")
        while self._events:
            self.now, _, event, request, person = heapq.heappop(self._events)
            getattr(self, f"_{event}")(request, person)

    def able(self, request: int) -> NDArray[np.bool_]:
        """Who can, has room this week, is still with us and has not been asked for this."""
        able = self._can[request] & ~self.has_left & (self.tasks[self.week] < self.town.capacity)
        able[list(self.requests[request].questions)] = False
        return able

    def messages_lately(self, person: int) -> int:
        recent = self.recent[person]
        while recent and recent[0] <= self.now - A_WEEK:
            recent.popleft()
        return len(recent)

    def _later(self, hour: float, event: str, request: int = -1, person: int = -1) -> None:
        heapq.heappush(self._events, (hour, next(self._order), event, request, person))

    def _week(self, *_: int) -> None:
        self.way.begin_week(self)

    def _morning(self, *_: int) -> None:
        for request in np.flatnonzero(self.town.arrives <= self.now).tolist():
            if self.requests[request].is_open:
                self._ask(request)

    def _arrives(self, request: int, _: int) -> None:
        too_late = self.now + HOURS_UNTIL_TOO_LATE[int(self.town.urgency[request])]
        self._later(too_late, "too_late", request)
        self.way.arrives(self, request)
        self._ask(request)

    def _too_late(self, request: int, _: int) -> None:
        if self.requests[request].is_open:
            self._close(request)
            self.way.ends(self, request)

    def _ask(self, request: int) -> None:
        for person in self.way.choose(self, request):
            self._send(request, person)

    def _send(self, request: int, person: int) -> None:
        heard_at = by_day(self.now)
        self.requests[request].questions[person] = Question(self._would_say(request, person))
        self.asked_at[person].append(self.now)
        self.recent[person].append(self.now)
        answers_at = by_day(heard_at + float(self.town.hours[request, person]))
        silent_at = heard_at + self.way.hours_to_answer(self, request)
        if self.requests[request].questions[person].would != SILENT:
            self._later(answers_at, "answers", request, person)
        self._later(silent_at, "expires", request, person)

    def _would_say(self, request: int, person: int) -> str:
        messages = self.messages_lately(person)
        tasks = int(self.tasks[self.week, person])
        likely = likely_yes(self.town, request, person, tasks=tasks, messages=messages)
        if self.looks_again[person] > self.now:
            return SILENT
        if self.town.mood[request, person] < likely:
            return YES
        return SILENT if self.town.manner[request, person] < SHARE_SILENT else NO

    def _answers(self, request: int, person: int) -> None:
        task = self.requests[request]
        question = task.questions[person]
        if not question.counts:
            return
        question.counts = False
        is_yes = question.would == YES and self.tasks[self.week, person] < self.town.capacity[person]
        self.way.heard(self, request, person, YES if is_yes else NO)
        if is_yes:
            self.tasks[self.week, person] += 1
            task.taken_at = self.now
            self._close(request)
        else:
            self._ask(request)

    def _expires(self, request: int, person: int) -> None:
        question = self.requests[request].questions[person]
        if question.counts:
            question.counts = False
            self.way.heard(self, request, person, SILENT)
            self._ask(request)

    def _close(self, request: int) -> None:
        """Taken, or too late. Whoever was asked and is not needed hears so, and may mind."""
        task = self.requests[request]
        task.is_open = False
        for person in task.waiting:
            question = task.questions[person]
            question.counts = False
            if task.taken_at == self.now:
                self.messages_in_vain += 1
                self.yeses_in_vain += question.would == YES
                self._mind(request, person)

    def _mind(self, request: int, person: int) -> None:
        leaves, looks_away = self.town.minds * CHANCE_TO_LEAVE, self.town.minds * CHANCE_TO_LOOK_AWAY
        patience = float(self.town.patience[request, person])
        if patience < leaves:
            self.has_left[person] = True
        elif patience < leaves + looks_away:
            share = (patience - leaves) / looks_away
            away = -DAYS_AWAY * np.log1p(-share)
            self.looks_again[person] = max(self.looks_again[person], self.now + DAY * away)
