"""What follows from a kind of help: whether it needs a way, a vehicle, or somebody who has said they can."""

from typing import Final

from manyhands.cli.language import gettext
from manyhands.cli.language import gettext_noop as _
from manyhands.core.sheets import KindAsked

ANYTHING_ELSE: Final = "other"
#: Before the words of a kind that is not known: what somebody offers in these words fits what is asked in them only.
IN_OWN_WORDS: Final = "other:"
RIDE: Final = "ride"
#: Done by telephone or from a desk.
REMOTE: Final = frozenset({"talk", "translation", "cash", "housing", "forms"})
#: What most people can do; asked of whoever has not said what they can.
EVERYDAY: Final = frozenset(
    {
        "groceries",
        "prepared_meal",
        "medicine",
        "talk",
        "pet_care",
        "errand",
        "housework",
        "clothing",
        "supplies",
    }
)
#: Whoever runs errands brings these too.
BROUGHT_BY_ERRAND: Final = frozenset({"groceries", "prepared_meal", "medicine", "clothing", "supplies"})

_NAMES: Final = {
    "groceries": _("Groceries"),
    "prepared_meal": _("A cooked meal"),
    "medicine": _("Collect medicine"),
    "ride": _("A ride"),
    "talk": _("Somebody to talk to"),
    "childcare": _("Childcare"),
    "pet_care": _("Help with an animal"),
    "errand": _("An errand"),
    "housework": _("Help in the house or garden"),
    "repair": _("A repair"),
    "translation": _("Interpreting or translating"),
    "cash": _("Money for something urgent"),
    "housing": _("A place to stay"),
    "clothing": _("Clothes"),
    "supplies": _("Things for the household"),
    "technology": _("Computer or phone"),
    "forms": _("Forms and letters"),
    "eldercare": _("Company and care for an older person"),
    "other": _("Something else"),
}


def kind_name(kind: str) -> str:
    return gettext(_NAMES[kind])


def kind_names() -> dict[str, str]:
    return {kind: kind_name(kind) for kind in _NAMES}


def skill_asked(kind: str, own_words: str, offered: frozenset[str]) -> str:
    """What a task asks for. Where nobody offers an unknown kind in the same words, it is one that nobody has."""
    if kind != ANYTHING_ELSE:
        return kind
    skill = f"{IN_OWN_WORDS}{own_words}"
    return skill if own_words and skill in offered else ANYTHING_ELSE


def skill_offered(asked: KindAsked) -> str:
    """Of an unknown kind nothing is known but its words."""
    return f"{IN_OWN_WORDS}{asked.own_words}" if asked.kind == ANYTHING_ELSE else asked.kind


def widened(said: frozenset[str], *, has_vehicle: bool | None) -> frozenset[str]:
    """What somebody can be asked for, from what they have said they can do."""
    if not said:
        return EVERYDAY | {RIDE} if has_vehicle else EVERYDAY
    return said | BROUGHT_BY_ERRAND if "errand" in said else said
