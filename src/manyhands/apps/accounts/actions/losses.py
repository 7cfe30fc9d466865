"""When every second step is lost: somebody of the group vouches, the person is told, some time passes, it is let go.

Never by e-mail alone. Whoever still has a second step, or a browser that is signed in, ends it with one press.
"""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction

from manyhands.apps.accounts.actions.devices import end_all_sessions
from manyhands.apps.accounts.actions.notices import tell
from manyhands.apps.accounts.models import CodeApp, CodePurpose, Loss, Passkey, RecoveryCode, User
from manyhands.apps.accounts.policies import LOSS_LIVES, LOSS_WAITS

logger = logging.getLogger(__name__)


class OwnLossError(Exception):
    """Nobody vouches for themselves."""


@transaction.atomic
def report_loss(user: User, *, at: datetime) -> Loss:
    """Somebody who has come halfway says that they cannot go on; whoever the account belongs to is told at once.

    Saying it twice is saying it once.
    """
    open_ones = Loss.objects.filter(user=user, ended_at__isnull=True)
    open_ones.filter(told_at__lte=at - LOSS_LIVES).update(ended_at=at)
    found = open_ones.first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            loss = Loss.objects.create(user=user, told_at=at)
    except IntegrityError:
        return open_ones.get()
    User.objects.filter(pk=user.pk).update(told_lost_at=at)
    tell(user, CodePurpose.LOSS_TOLD, at=at)
    return loss


@transaction.atomic
def vouch_for_loss(loss: Loss, *, vouched_by: User | None, at: datetime) -> bool:
    """`vouched_by`: an organiser who has spoken with them; None: whoever runs the machine. The waiting begins now.

    False when somebody has vouched already.
    """
    if vouched_by is not None and vouched_by.pk == loss.user_id:
        raise OwnLossError
    waiting = Loss.objects.filter(pk=loss.pk, ended_at__isnull=True, vouched_at__isnull=True)
    if not waiting.update(vouched_by=vouched_by, vouched_at=at, opens_at=at + LOSS_WAITS):
        return False
    logger.warning("user %s vouched for the loss of user %s", vouched_by and vouched_by.pk, loss.user_id)
    tell(loss.user, CodePurpose.LOSS_VOUCHED, at=at)
    return True


@transaction.atomic
def end_loss(user: User, *, at: datetime) -> int:
    """It was not lost after all, or never said by them."""
    User.objects.filter(pk=user.pk).update(told_lost_at=None)
    return Loss.objects.filter(user=user, ended_at__isnull=True).update(ended_at=at)


@transaction.atomic
def let_go(user: User, *, at: datetime) -> bool:
    """Forget every second step, once the waiting is over; all their sessions end. False when it is not."""
    open_now = Loss.objects.filter(user=user, ended_at__isnull=True, opens_at__lte=at)
    if not open_now.update(ended_at=at):
        return False
    User.objects.filter(pk=user.pk).update(told_lost_at=None)
    Passkey.objects.filter(user=user).delete()
    CodeApp.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()
    end_all_sessions(user)
    logger.warning("the second steps of user %s were let go", user.pk)
    tell(user, CodePurpose.LOSS_ENDED, at=at)
    return True
