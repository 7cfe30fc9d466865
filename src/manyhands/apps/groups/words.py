"""What the group's choices mean, in one plain sentence each."""

from typing import Any, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.bridge import list_styles
from manyhands.apps.groups.models import (
    AreaKind,
    BaseMap,
    DistanceUnit,
    JoinMode,
    MeetingMode,
    PlanStyle,
)
from manyhands.web.words import distance_in_words

MODE_ICONS: dict[str, str] = {
    MeetingMode.DISPATCH: "telephone",
    MeetingMode.SUGGESTED: "lightbulb",
    MeetingMode.AUTOMATIC: "send",
    MeetingMode.CLAIM_WITH_APPROVAL: "person-check",
    MeetingMode.OPEN_CLAIM: "hand-index-thumb",
}
MODE_HINTS: dict[str, Any] = {
    MeetingMode.DISPATCH: _("A coordinator looks at each request and asks somebody. A coordinator decides."),
    MeetingMode.SUGGESTED: _(
        "Manyhands suggests who could go; a coordinator says yes to many at once. A coordinator decides."
    ),
    MeetingMode.AUTOMATIC: _(
        "Manyhands asks the people who fit best, several at once where it is urgent. Whoever is asked decides."
    ),
    MeetingMode.CLAIM_WITH_APPROVAL: _(
        "Volunteers pick from a list; a coordinator says yes first. Both decide."
    ),
    MeetingMode.OPEN_CLAIM: _(
        "Volunteers pick from a list and go. The volunteer decides. Childcare and the like always need a yes."
    ),
}
JOIN_ICONS: dict[str, str] = {
    JoinMode.OPEN: "unlock",
    JoinMode.APPROVAL: "person-check",
    JoinMode.INVITATION: "envelope-open",
}
JOIN_HINTS: dict[str, Any] = {
    JoinMode.OPEN: _("Whoever signs up can help at once. Good for a street where people know each other."),
    JoinMode.APPROVAL: _("People sign up, and one of you says yes. Good for most groups."),
    JoinMode.INVITATION: _("You hand out a link or a QR code. Nobody else can sign up."),
}

STYLE_ICONS: dict[str, str] = {
    PlanStyle.BALANCED: "sliders",
    PlanStyle.STRICT: "people",
    PlanStyle.NEAREST: "geo-alt",
}
STYLE_HINTS: dict[str, Any] = {
    PlanStyle.BALANCED: _("Nobody carries much more than others, and nobody goes far for no reason."),
    PlanStyle.STRICT: _("Whoever has done least is suggested first, even when others live nearer."),
    PlanStyle.NEAREST: _("Whoever lives nearest is suggested first, even when they have done more."),
}
MAP_ICONS: dict[str, str] = {
    BaseMap.OUTLINES: "geo",
    BaseMap.OSM: "globe",
    BaseMap.ESRI: "globe",
    BaseMap.OWN: "map",
}
_OTHERS_SEE = _(
    "Streets and names. The pictures come from another company, which learns the network address of whoever looks. "
    "Each person is asked first."
)
MAP_HINTS: dict[str, Any] = {
    BaseMap.OUTLINES: _("The lines of states, counties and your area. Nobody else learns who looks."),
    BaseMap.OSM: _OTHERS_SEE,
    BaseMap.ESRI: _OTHERS_SEE,
    BaseMap.OWN: _("Streets and names from a file on this server. Nobody else learns who looks."),
}

DISCLOSED_FIELDS = {
    "nickname": _("A nickname or code word"),
    "first_name": _("First name"),
    "name": _("Full name"),
    "masked_contact": _("Messages through Manyhands, without a number"),
    "phone": _("Phone number"),
    "email": _("E-mail address"),
    "address": _("Address"),
    "access_notes": _("How to get in"),
    "household": _("Who lives there: how many, ages, diets"),
    "details": _("What they wrote about this request"),
}
"""What a helper may see after saying yes, the least first."""

CATEGORY_ICONS = {
    "cart": _("Shopping cart"),
    "basket": _("Basket"),
    "bag": _("Bag"),
    "egg-fried": _("Cooked meal"),
    "cup-hot": _("Hot drink"),
    "capsule": _("Medicine"),
    "heart-pulse": _("Health"),
    "hospital": _("Hospital"),
    "car-front": _("Car"),
    "bicycle": _("Bicycle"),
    "truck": _("Truck"),
    "person-wheelchair": _("Wheelchair"),
    "telephone": _("Telephone"),
    "chat-heart": _("Talk"),
    "balloon": _("Balloon"),
    "backpack": _("School bag"),
    "book": _("Book"),
    "translate": _("Languages"),
    "laptop": _("Computer"),
    "tools": _("Tools"),
    "house": _("House"),
    "house-heart": _("House with a heart"),
    "key": _("Key"),
    "snow": _("Snow"),
    "tree": _("Tree"),
    "box-seam": _("Box"),
    "handbag": _("Handbag"),
    "cash-coin": _("Money"),
    "file-earmark-text": _("Paper"),
    "person-heart": _("Company"),
    "people": _("People"),
    "asterisk": _("Star"),
}


def area_in_words(kind: str, area: dict[str, Any], unit: str = DistanceUnit.MILES) -> str:
    """Where a group helps, in a few words: "Lansing, East Lansing: 12 ZIP codes"."""
    cities = ", ".join(area.get("cities", ()))
    if kind == AreaKind.SHAPE:
        return gettext("Inside an outline on the map")
    if kind == AreaKind.CIRCLE:
        place = " ".join(part for part in (cities, area["zip"]) if part)
        away = distance_in_words(area["radius_m"], unit)
        return gettext("Up to %(distance)s around %(place)s") % {"distance": away, "place": place}
    zips = area.get("zips", [])
    if not zips:
        return gettext("Everywhere")
    count = ngettext("%(count)d ZIP code", "%(count)d ZIP codes", len(zips)) % {"count": len(zips)}
    return gettext("%(cities)s: %(zips)s") % {"cities": cities, "zips": count} if cities else count


class StyleInWords(NamedTuple):
    """A style of plans with what its published weights come to."""

    name: str
    example: str
    kept: str
    weights: str


def styles_in_words(unit: str) -> list[StyleInWords]:
    """Worked out from the weights that plans are made with, in the order in which they can be chosen."""
    by_name = {style.name: style for style in list_styles()}
    return [
        StyleInWords(
            str(choice.label),
            gettext(
                "Ana is asked as long as her way is no more than %(farther)s longer than his; else Luis is."
            )
            % {"farther": way_in_words(by_name[choice.value].farther_m, unit)},
            gettext("Whom people have been told of is not changed for less than %(kept)s of way.")
            % {"kept": way_in_words(by_name[choice.value].kept_m, unit)},
            gettext(
                "Weights: load %(load)s, way %(travel)s, change %(switch)s, unmet %(unserved)s, in units of 10 m."
            )
            % {
                name: number_format(getattr(by_name[choice.value], name), 0, force_grouping=True)
                for name in ("load", "travel", "switch", "unserved")
            },
        )
        for choice in PlanStyle
    ]


_FEET_PER_M = 3.28084
_M_PER_MILE = 1609.344
_M_PER_KM = 1_000
_LEAST_MILES = 0.1


def way_in_words(way_m: int, unit: str) -> str:
    """A way that is nobody's, as exactly as it is known: 10 m, 400 m, 3 km."""
    if unit == DistanceUnit.MILES:
        miles = way_m / _M_PER_MILE
        if miles < _LEAST_MILES:
            return gettext("%(length)s ft") % {"length": number_format(round(way_m * _FEET_PER_M), 0)}
        return gettext("%(length)s mi") % {"length": _short_number(miles)}
    if way_m < _M_PER_KM:
        return gettext("%(length)s m") % {"length": number_format(way_m, 0)}
    return gettext("%(length)s km") % {"length": _short_number(way_m / _M_PER_KM)}


def _short_number(value: float) -> str:
    rounded = round(value, 1)
    return number_format(rounded, 0 if rounded.is_integer() else 1)
