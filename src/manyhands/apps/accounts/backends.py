from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from manyhands.apps.accounts.models import User


class CodeBackend(BaseBackend):
    """Keeps a signed-in person signed in. Signing in happens in `actions`, by code or one-time link."""

    def authenticate(self, request: HttpRequest | None, **credentials: object) -> None:
        return None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
