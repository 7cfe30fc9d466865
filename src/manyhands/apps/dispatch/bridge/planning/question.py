"""What crosses over to the process in which a plan is worked out. Nothing here loads Django, nor a solver."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord

LARGE = 200_000
"""Requests × helpers. Below, the engine in plain Python is done before its kernels would be loaded; from here on a
process is asked one question and ends, because what the answer took is worth giving back at once.

Parent and child both go by it: a process that holds the kernels as plain Python is never asked anything large.
"""


@dataclass(frozen=True, slots=True)
class Question:
    """All that the engine needs to know, and nothing else: no name, no address."""

    requests: tuple[RequestRecord, ...]
    volunteers: tuple[VolunteerRecord, ...]
    context: MatchContext
    published: frozenset[tuple[str, str]]
    weights: Weights
    limit_seconds: int

    @property
    def is_large(self) -> bool:
        return len(self.requests) * len(self.volunteers) >= LARGE


Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Since:
    """What has happened since the plan before.

    `before` was asked then, and `pairs` were told. `agreed` do not move any more; `touched` are requests that somebody
    has changed. By `p12`, `v3` or `p12 v3`: the journal's number in `order`, and in `reasons` a word and who it is
    about.
    """

    before: Question
    pairs: frozenset[Pair]
    agreed: frozenset[Pair]
    touched: frozenset[str]
    order: Mapping[str, int]
    reasons: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ChangeQuestion(Question):
    """The question as things are, and what has led there."""

    since: Since


def followed_by(question: Question, since: Since) -> ChangeQuestion:
    """The same question, asked by somebody who knows what came before."""
    values = {one.name: getattr(question, one.name) for one in fields(Question)}
    return ChangeQuestion(**values, since=since)


@dataclass(frozen=True, slots=True)
class WhatIfQuestion:
    """The question as things are, and what would be different: the name of a change, and its values."""

    question: Question
    change: str
    values: Mapping[str, Any]
    kinds: Mapping[str, str]
    urgencies: Mapping[str, str]

    @property
    def limit_seconds(self) -> int:
        return self.question.limit_seconds
