"""What we know of one field."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["needs", "volunteers"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field and how its heading is written.

    * ``names``: the whole heading (or its first sentence) is one of these, typos allowed;
    * ``phrases``: a longer heading that contains one of these means this field,
    * ``unless`` it contains one of these;
    * ``joins``: the answers of several such columns are put together, not chosen between.
    """

    key: str
    names: tuple[str, ...]
    phrases: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    joins: bool = False


def words(text: str) -> tuple[str, ...]:
    r"""Return the alternatives in a text that separates them by commas.

    >>> words("zip, zip code,\n  postcode")
    ('zip', 'zip code', 'postcode')
    """
    return tuple(" ".join(part.split()) for part in text.split(",") if part.strip())
