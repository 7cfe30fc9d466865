import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from manyhands.apps.accounts.models import OneTimeLink, User
from manyhands.storage.encryption import token_hash

USUAL_LIFE = timedelta(days=1)


@transaction.atomic
def make_one_time_link(user: User, next_url: str = "", *, at: datetime, lives: timedelta = USUAL_LIFE) -> str:
    """A whole address that signs `user` in once. It is shown now or never: only its hash is kept."""
    token = secrets.token_urlsafe(24)
    OneTimeLink.objects.create(
        user=user, token_hash=token_hash(token), next_url=next_url, expires_at=at + lives
    )
    return f"{settings.PUBLIC_URL}{reverse('accounts:link', kwargs={'token': token})}"


@transaction.atomic
def use_one_time_link(link: OneTimeLink, *, at: datetime) -> bool:
    """Use it up; False when somebody was faster. One update decides, however many ask at once.

    In the demo it stays good until its day: everybody there is invented, and whoever tries it comes back.
    """
    live = OneTimeLink.objects.filter(pk=link.pk, used_at__isnull=True, expires_at__gt=at)
    return live.exists() if settings.DEMO else bool(live.update(used_at=at))
