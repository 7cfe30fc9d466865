"""What is said once on the next page: in a cookie that no other host can plant."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class _HostCookie(CookieStorage):
    @property
    def cookie_name(self) -> str:  # type: ignore[override]  # read when used, as settings are
        return "__Host-notices" if settings.SESSION_COOKIE_SECURE else "notices"


class Notices(FallbackStorage):
    """In a cookie, signed; in the session what is too long for one."""

    storage_classes = (_HostCookie, SessionStorage)
