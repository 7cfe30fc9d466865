from django.db import models
from django.utils.translation import gettext_lazy as _

from manyhands.apps.accounts.models.users import User


class Browser(models.TextChoices):
    FIREFOX = "firefox", _("Firefox")
    CHROME = "chrome", _("Chrome")
    EDGE = "edge", _("Edge")
    SAFARI = "safari", _("Safari")
    SAMSUNG = "samsung", _("Samsung Internet")
    OTHER = "other", _("Another browser")


class System(models.TextChoices):
    IPHONE = "iphone", _("iPhone")
    IPAD = "ipad", _("iPad")
    ANDROID = "android", _("Android")
    WINDOWS = "windows", _("Windows")
    MAC = "mac", _("Mac")
    CHROMEBOOK = "chromebook", _("Chromebook")
    LINUX = "linux", _("Linux")
    OTHER = "other", _("another device")


class Device(models.Model):
    """Where somebody is signed in, so that they recognise it in a list: kind of browser and of machine, no address."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    browser = models.CharField(max_length=12, choices=Browser.choices, default=Browser.OTHER)
    system = models.CharField(max_length=12, choices=System.choices, default=System.OTHER)
    signed_in_at = models.DateTimeField()

    class Privacy:
        secret = ("user", "session_key", "browser", "system", "signed_in_at")
