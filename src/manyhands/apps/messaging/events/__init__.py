"""Who is told what, when: one table. A group may switch off or gather some of it, within bounds that protect people.

`needs` names what an event's words cannot do without, `may` what they use when it is there. Values are strings;
addresses are whole URLs.
"""

from collections.abc import Mapping
from typing import Any

from manyhands.apps.messaging.events.checks import OF_CHECKS
from manyhands.apps.messaging.events.event import RECIPIENT_NAMES, ContextError, Event, Recipient
from manyhands.apps.messaging.events.table import OF_REQUESTS

EVENTS: Mapping[str, Event] = {**OF_REQUESTS, **OF_CHECKS}

__all__ = [
    "EVENTS",
    "RECIPIENT_NAMES",
    "ContextError",
    "Event",
    "Recipient",
    "check_context",
    "get_event",
    "title_of",
]


def get_event(name: str) -> Event:
    if name not in EVENTS:
        raise LookupError(f"No event is called {name!r}.")
    return EVENTS[name]


def title_of(name: str) -> Any:
    """Also of an event that an older version knew."""
    return EVENTS[name].title if name in EVENTS else name


def check_context(name: str, context: Mapping[str, str]) -> None:
    """Raises ContextError, so that a caller who says too little or something unknown hears of it at once."""
    event = get_event(name)
    missing = [key for key in event.needs if not context.get(key)]
    unknown = sorted(set(context) - {*event.needs, *event.may})
    if missing or unknown:
        known = ", ".join((*event.needs, *event.may)) or "nothing"
        raise ContextError(f"{name}: missing {missing}, unknown {unknown}; it knows {known}.")
    wrong = [key for key, value in context.items() if not isinstance(value, str)]
    if wrong:
        raise ContextError(f"{name}: {wrong} must be strings.")
