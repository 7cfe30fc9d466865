"""Django's own messages that we say in plainer words: the words stand in this app's catalogues, English included."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_noop, ngettext_lazy

SAID_PLAINLY = [
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid time."),
    gettext_noop("Enter a valid date/time."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a number."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Enter a valid URL."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    gettext_noop("No file was submitted. Check the encoding type on the form."),
    gettext_noop("The submitted file is empty."),
    gettext_noop("Null characters are not allowed."),
]

TOO_LONG = ngettext_lazy(
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    "limit_value",
)

_ABOUT_LENGTH = ("max_length", "min_length")


def is_about_any_field(error: ValidationError) -> bool:
    """Whether the message would suit any field: a form's own words say themselves what they are about."""
    if error.code in _ABOUT_LENGTH:
        return True
    return str(error.message) in {gettext(message) for message in SAID_PLAINLY}
