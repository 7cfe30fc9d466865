"""Where somebody is signed in."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from manyhands.apps.accounts.models import Browser, Device, System, User

# The first that fits: most browsers also name those that they resemble.
_BROWSERS = (
    ("Edg", Browser.EDGE),
    ("SamsungBrowser", Browser.SAMSUNG),
    ("Firefox", Browser.FIREFOX),
    ("FxiOS", Browser.FIREFOX),
    ("Chrome", Browser.CHROME),
    ("CriOS", Browser.CHROME),
    ("Safari", Browser.SAFARI),
)
_SYSTEMS = (
    ("iPhone", System.IPHONE),
    ("iPad", System.IPAD),
    ("Android", System.ANDROID),
    ("Windows", System.WINDOWS),
    ("CrOS", System.CHROMEBOOK),
    ("Mac OS", System.MAC),
    ("Linux", System.LINUX),
)


@transaction.atomic
def note_device(user: User, session_key: str, user_agent: str, *, at: datetime) -> Device:
    device, _created = Device.objects.update_or_create(
        session_key=session_key,
        defaults={
            "user": user,
            "browser": next((one for mark, one in _BROWSERS if mark in user_agent), Browser.OTHER),
            "system": next((one for mark, one in _SYSTEMS if mark in user_agent), System.OTHER),
            "signed_in_at": at,
        },
    )
    return device


@transaction.atomic
def end_device(device: Device) -> None:
    """That browser is signed out at its next request."""
    Session.objects.filter(session_key=device.session_key).delete()
    device.delete()


@transaction.atomic
def end_all_sessions(user: User) -> int:
    """Every session carries a hash of the unusable password: a new one ends them all, also those not listed."""
    change_session_hash(user)
    devices = Device.objects.filter(user=user)
    ended, _rows = Session.objects.filter(
        session_key__in=list(devices.values_list("session_key", flat=True))
    ).delete()
    devices.delete()
    return ended


@transaction.atomic
def end_other_devices(user: User, kept_key: str) -> None:
    """All that are listed but this one. With a new unusable password (which the caller sets) the others end too."""
    devices = Device.objects.filter(user=user).exclude(session_key=kept_key)
    Session.objects.filter(session_key__in=list(devices.values_list("session_key", flat=True))).delete()
    devices.delete()


@transaction.atomic
def change_session_hash(user: User) -> None:
    user.set_unusable_password()
    user.save(update_fields=["password"])


@transaction.atomic
def end_everybodys_sessions() -> int:
    ended, _rows = Session.objects.all().delete()
    Device.objects.all().delete()
    return ended


@transaction.atomic
def forget_ended_devices(*, at: datetime) -> int:
    live = Session.objects.filter(expire_date__gt=at)
    ended, _rows = Device.objects.exclude(session_key__in=live.values("session_key")).delete()
    return ended
