"""A public request that is being written. Nothing is journalled: what nobody has sent is nobody's business yet."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from manyhands.apps.groups.models import Group
from manyhands.apps.needs.models import RequestDraft
from manyhands.core.privacy.retention import lasts
from manyhands.storage.encryption import token_hash

KEEP_FOR = lasts("drafts")


def begin_draft(group: Group, *, at: datetime) -> str:
    """Start a draft and return its token, which goes into the visitor's cookie and exists nowhere else."""
    token = secrets.token_urlsafe(24)
    RequestDraft.objects.create(
        group=group,
        token_hash=token_hash(token),
        answers={},
        began_at=at,
        updated_at=at,
        expires_at=at + KEEP_FOR,
    )
    return token


@transaction.atomic
def keep_answer(draft: RequestDraft, step: str, typed: dict[str, Any], *, at: datetime) -> None:
    """Keep one page's answer; those of the other pages stay, whichever tab they were given in."""
    draft = RequestDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.need_id is not None:
        return
    draft.answers = {**draft.answers, step: typed}
    draft.updated_at, draft.expires_at = at, at + KEEP_FOR
    draft.save(update_fields=["answers", "updated_at", "expires_at"])


def forget_draft(draft: RequestDraft) -> None:
    draft.delete()


def forget_old_drafts(group: Group, *, at: datetime) -> int:
    """What was not sent within a day is gone."""
    deleted, _of_which = RequestDraft.objects.filter(group=group, expires_at__lte=at).delete()
    return deleted
