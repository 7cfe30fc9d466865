from datetime import datetime

from django.db import transaction

from manyhands.apps.groups.actions import end_membership
from manyhands.apps.groups.models import Membership
from manyhands.apps.privacy.actions.erasure import erase_person
from manyhands.apps.privacy.queries import list_own_cards
from manyhands.storage.actors import Actor
from manyhands.web.jobs import enqueue

FORGET_ACCOUNT = "manyhands.apps.privacy.tasks.forget_account"


@transaction.atomic
def forget_member(membership: Membership, *, by: Actor, at: datetime) -> None:
    """They leave, and everything that the group holds of them goes now instead of after its days.

    Raises HeldError where it has to be kept for now, and LastOrganiserError.
    """
    cards = list_own_cards(membership)
    end_membership(membership, by=by, at=at)
    for card in cards:
        erase_person(card, by=by, at=at)
    # Whether they are in another group is nothing that this one may know.
    enqueue(FORGET_ACCOUNT, membership.user_id)
