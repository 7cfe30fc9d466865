"""An unusual day of reading, in words that accuse nobody."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_MANY, _WITHOUT_CAUSE, _AT_NIGHT, _CLOSED = "many", "without_cause", "at_night", "closed"


def people_in_words(people: int) -> str:
    return ngettext("%(people)d person", "%(people)d people", people) % {"people": people}


def sign_in_words(sign: str, count: int, usual: int) -> str:
    numbers = {"count": count, "usual": usual}
    if sign == _MANY:
        return _("Many: %(count)d people, where about %(usual)d are usual in the group") % numbers
    if sign == _WITHOUT_CAUSE:
        return (
            _("%(count)d looks, and nothing done about it within a day: no call, no note, nobody asked")
            % numbers
        )
    if sign == _AT_NIGHT:
        return _("%(count)d looks between midnight and six in the morning") % numbers
    if sign == _CLOSED:
        return _("%(count)d looks at requests that had been closed for more than a week") % numbers
    return _("The same person on %(count)d days of two weeks, without a call or a note") % numbers
