"""What the components are given: a view says what a page holds, a template how it looks."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Chip:
    """A word or two about a thing. `kind`: now, soon, ok, teal or nothing."""

    text: str
    kind: str = ""
    icon: str = ""


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    icon: str = ""
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Action:
    """A link, or with `method="post"` a form of one button.

    `style`: quiet, plain, danger, danger-quiet or nothing.
    """

    label: str
    url: str
    method: str = "get"
    style: str = ""
    icon: str = ""
    key: str = ""
    fields: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class SummaryRow:
    term: str
    answer: str
    change_url: str = ""


@dataclass(frozen=True)
class TimelineEntry:
    """`state`: done, now or later."""

    title: str
    text: str = ""
    state: str = "done"


@dataclass(frozen=True)
class Table:
    """A plain table. The first cell of each row names the row."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]] = field(default_factory=list)
    caption_is_hidden: bool = False
