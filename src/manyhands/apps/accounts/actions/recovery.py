"""Ten codes on paper, for the day on which the telephone is lost."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from manyhands.apps.accounts.actions.limits import Sender, take_second
from manyhands.apps.accounts.actions.notices import tell
from manyhands.apps.accounts.models import CodePurpose, RecoveryCode, User

CODES = 10
# Without what is taken for something else on paper: 0 and O, 1 and I and L, U and V.
LETTERS = "23456789ABCDEFGHJKMNPQRSTWXYZ"
BEGIN, LENGTH = 2, 12


@transaction.atomic
def make_recovery_codes(user: User, *, at: datetime) -> list[str]:
    """Ten new ones; those before are of no use any more. They are shown now or never."""
    RecoveryCode.objects.filter(user=user).delete()
    codes: dict[str, str] = {}
    while len(codes) < CODES:
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        codes.setdefault(code[:BEGIN], code)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, begins=begins, code_hash=make_password(code[BEGIN:]), made_at=at)
        for begins, code in codes.items()
    )
    return ["-".join(code[i : i + 4] for i in range(0, LENGTH, 4)) for code in codes.values()]


@transaction.atomic
def use_recovery_code(user: User, typed: str, *, sender: Sender, at: datetime) -> bool:
    """Whether it is one of theirs that was not used. The person is told on every channel that one was used."""
    if not take_second(sender, user.pk, at=at):
        return False
    code = "".join(char for char in typed.upper() if char in LETTERS)
    row = RecoveryCode.objects.filter(user=user, begins=code[:BEGIN], used_at__isnull=True).first()
    if len(code) != LENGTH or row is None or not check_password(code[BEGIN:], row.code_hash):
        return False
    if not RecoveryCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=at):
        return False
    tell(user, CodePurpose.CODE_USED, at=at)
    return True
