from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.models import Membership
from manyhands.apps.people.actions.persons import Contact, add_person
from manyhands.apps.people.models import Person, ReachBy
from manyhands.apps.people.queries.cards import find_card_of
from manyhands.storage.actors import Actor


@transaction.atomic
def keep_card_of(member: Membership, *, by: Actor, at: datetime) -> Person:
    """A member's card, so that something can be kept of them who have not said that they help.

    Whoever signs up to help later gets this one. Two who ask at once wait for each other.
    """
    Membership.objects.select_for_update().get(pk=member.pk)
    user = member.user
    contact = Contact(
        name=member.display_name, email=user.email, reach_by=ReachBy.EMAIL, language=user.language
    )
    return find_card_of(member) or add_person(member.group, contact, by=by, at=at, user=user)
