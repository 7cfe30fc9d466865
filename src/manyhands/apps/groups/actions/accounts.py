from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.models import Membership, MembershipState


@transaction.atomic
def forget_idle_accounts(*, before: datetime) -> int:
    """Accounts that are in no group any more and have not signed in since. Whoever comes back begins anew."""
    there = Membership.across_groups.filter(
        user=OuterRef("pk"), state__in=[MembershipState.ACTIVE, MembershipState.APPLICANT]
    )
    old = Q(last_login__lt=before) | Q(last_login__isnull=True, created_at__lt=before)
    idle = list(User.objects.filter(old, ~Exists(there), is_host_steward=False)[:500])
    for user in idle:
        user.delete()
    return len(idle)


@transaction.atomic
def forget_account_in_no_group(user_id: int) -> bool:
    """Somebody who has just been forgotten, and is in no other group: nothing is left to sign in to."""
    states = [MembershipState.ACTIVE, MembershipState.APPLICANT]
    there = Membership.across_groups.filter(user_id=user_id, state__in=states)
    if there.exists() or User.objects.filter(pk=user_id, is_host_steward=True).exists():
        return False
    return bool(User.objects.filter(pk=user_id).delete()[0])
