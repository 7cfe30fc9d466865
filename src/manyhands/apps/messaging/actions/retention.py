from datetime import datetime, timedelta

from django.db import transaction

from manyhands.apps.messaging.models import Message, MessageState

KEEP_CONTENTS = timedelta(days=14)
OVER = (MessageState.SENT, MessageState.CANCELLED, MessageState.FAILED, MessageState.UNCONFIRMED)


@transaction.atomic
def forget_contents(*, at: datetime) -> int:
    """Empty what was said two weeks ago: private links and names are kept in the clear nowhere else.

    The row stays, so that the same thing is not told twice.
    """
    old = Message.objects.filter(state__in=OVER, not_before__lt=at - KEEP_CONTENTS, forgotten_at__isnull=True)
    count: int = old.update(context={}, forgotten_at=at)
    return count
