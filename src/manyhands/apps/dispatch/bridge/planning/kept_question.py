"""A question as it is kept with its plan, so that it can be asked again: compressed JSON with ids, never a name.

A field that the engine learns of later has its default in an old question. A question whose fields it has forgotten
cannot be asked again, which is said instead of guessed.
"""

import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import MISSING, Field, dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from manyhands.apps.dispatch.bridge.planning.question import Question
from manyhands.core.dispatch.objectives.weights import Weights
from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.point import Point
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import WeekSlots

Pair = tuple[str, str]

_KINDS = {
    kind.__name__: kind
    for kind in (
        Question,
        RequestRecord,
        VolunteerRecord,
        MatchContext,
        Weights,
        Point,
        TimeWindow,
        WeekSlots,
    )
}
_KIND, _SET, _TUPLE, _MAP, _INSTANT, _ZONE, _LENGTH = "=", "{}", "()", ":", "@", "zone", "seconds"


class UnreadableQuestionError(ValueError):
    """It was kept by another version, and this one cannot ask it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What was asked, and which pairs the answer held."""

    question: Question
    pairs: frozenset[Pair]

    def mentions(self, keys: AbstractSet[str]) -> bool:
        """Whether any of these (`p12`, `v3`, `o4`) is asked about or could have helped."""
        requests, volunteers = self.question.requests, self.question.volunteers
        return any(one.id in keys for one in requests) or any(one.id in keys for one in volunteers)


def keep(question: Question, pairs: Iterable[Pair]) -> str:
    plain = {"question": _plain(question), "pairs": sorted(map(list, pairs))}
    text = json.dumps(plain, separators=(",", ":"), ensure_ascii=False)
    return b85encode(zlib.compress(text.encode(), 9)).decode()


def open_kept(text: str) -> Kept:
    """Raises UnreadableQuestionError."""
    try:
        plain = json.loads(zlib.decompress(b85decode(text)))
        pairs = frozenset((str(request), str(volunteer)) for request, volunteer in plain["pairs"])
        return Kept(_value(plain["question"]), pairs)
    except (ValueError, TypeError, KeyError, AttributeError, zlib.error) as error:
        raise UnreadableQuestionError(str(error)) from error


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if type(value).__name__ in _KINDS:
        said = {one.name: _plain(getattr(value, one.name)) for one in fields(value) if _says_more(one, value)}
        return {_KIND: type(value).__name__, **said}
    return _plain_collection(value)


def _plain_collection(value: Any) -> Any:
    if isinstance(value, AbstractSet):
        return {_SET: sorted(map(_plain, value), key=repr)}
    if isinstance(value, tuple | list):
        return {_TUPLE: [_plain(one) for one in value]}
    if isinstance(value, Mapping):
        return {_MAP: [[_plain(key), _plain(one)] for key, one in value.items()]}
    return _plain_time(value)


def _plain_time(value: Any) -> Any:
    if isinstance(value, datetime):
        return {_INSTANT: value.isoformat()}
    if isinstance(value, ZoneInfo):
        return {_ZONE: value.key}
    if isinstance(value, timedelta):
        return {_LENGTH: value.total_seconds()}
    raise TypeError(f"a {type(value).__name__} cannot be kept")


def _says_more(one: Field[Any], value: Any) -> bool:
    """What is as it always is needs no room."""
    return one.default is MISSING or getattr(value, one.name) != one.default


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    if _KIND in plain:
        kind: Any = _KINDS[plain.pop(_KIND)]
        # Most fields are plain already: not to ask of each halves the time.
        return kind(**{name: _value(one) if type(one) is dict else one for name, one in plain.items()})
    [(sign, inner)] = plain.items()
    return _READERS[sign](inner)


def _values(plain: Iterable[Any]) -> list[Any]:
    return [_value(one) if type(one) is dict else one for one in plain]


_READERS: Mapping[str, Any] = {
    _SET: lambda inner: frozenset(_values(inner)),
    _TUPLE: lambda inner: tuple(_values(inner)),
    _MAP: lambda inner: {_value(key): _value(one) for key, one in inner},
    _INSTANT: datetime.fromisoformat,
    _ZONE: ZoneInfo,
    _LENGTH: lambda inner: timedelta(seconds=inner),
}
