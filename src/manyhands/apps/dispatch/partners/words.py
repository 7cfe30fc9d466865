"""What a group that shares asks for, in a few words and in the reader's language."""

from django.utils.translation import gettext as _

from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.people.models import Person, ReachBy
from manyhands.web.languages import language_name

FIRST_NAME, PHONE, EMAIL = "first_name", "phone", "email"


def language_asked_in_words(ask: PartnerAsk) -> str:
    """Always said: what is usual in the other group need not be so in this one."""
    return (
        _("The neighbour speaks %(language)s.") % {"language": language_name(ask.language)}
        if ask.language
        else ""
    )


def fields_to_share(person: Person) -> list[str]:
    """The least that lets the other group reach them: the first name, and one way."""
    by_email = person.email and (person.reach_by == ReachBy.EMAIL or not person.phone)
    return [FIRST_NAME, EMAIL if by_email else PHONE]


def consent_in_words(ask: PartnerAsk) -> str:
    """What a yes opens, and nothing else is opened by it: what `fields_to_share` names."""
    if EMAIL in fields_to_share(ask.helper):
        text = _(
            "If you say yes, the coordinators of %(group)s will see your first name and your e-mail address, "
            "and the neighbour your first name. Nothing else of you goes to them."
        )
    else:
        text = _(
            "If you say yes, the coordinators of %(group)s will see your first name and your phone number, "
            "and the neighbour your first name. Nothing else of you goes to them."
        )
    return text % {"group": ask.asking_group.name}
