"""What of somebody was looked at."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_FIELDS: dict[str, Any] = {
    "name": gettext_lazy("the name"),
    "first_name": gettext_lazy("the first name"),
    "nickname": gettext_lazy("the nickname"),
    "phone": gettext_lazy("the phone number"),
    "email": gettext_lazy("the e-mail address"),
    "masked_contact": gettext_lazy("notes between the two"),
    "address": gettext_lazy("the address"),
    "access_notes": gettext_lazy("how to get in"),
    "access_needs": gettext_lazy("what somebody needs"),
    "household": gettext_lazy("who lives there"),
    "details": gettext_lazy("the details"),
    "message": gettext_lazy("a message"),
    "reach_note": gettext_lazy("how to reach them"),
    "position": gettext_lazy("the place on the map"),
    "evidence": gettext_lazy("papers that show something"),
}


def in_words(names: Iterable[str]) -> list[str]:
    """A name that is not known here is said as what it is: something else of theirs."""
    return list(dict.fromkeys(str(_FIELDS.get(name, _("other details"))) for name in names)) or [_("details")]
