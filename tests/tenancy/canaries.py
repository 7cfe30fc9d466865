"""Words that belong to one group alone, planted in every field in which somebody has written something."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from manyhands.apps.accounts.models import User, email_index
from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.people.actions import Contact, change_person
from manyhands.apps.people.models import Person
from manyhands.storage.actors import Actor
from manyhands.storage.fields import EncryptedJSONField, EncryptedTextField
from manyhands.storage.privacy import level_of
from manyhands.storage.row_security import is_of_a_group
from manyhands.storage.scope import group_scope


def _words(text: str) -> list[str]:
    return text.split()


# Text that a program wrote for itself: keys, codes, states, hashes, lists of these.
TECHNICAL = frozenset(
    _words("""
    invitation report url problem private_key public_key key_id
    about_kind actor_kind media_type provider provider_reference provider_reference_index stored_as actor_role
    agreed area area_kind before body_digest by_kind certificate changes code_hash
    dedup_key disclosure email_index emergency_number event explanation failure fields from_state icon input_hash
    inputs key language languages looking_at next_url open_eligibility_code permissions phone_index phone_region
    position prices provider_id public_cell purpose query question reader_kind reason_kind reference search_cell slug
    shown_hash subject_kind time_zone to_state token_hash token_index verb version weights when_kind why zip_code
    password ages
""")
)
FREE = frozenset(
    _words("""
    agreement_text file_name steps
    about access_needs access_notes answer answers area_name context decline_note details diets display_name email
    help_hours help_phone hints intake_pause_note kind_names last_error name names note phone reach_note
    reader_label reason shown signpost summary text
""")
)
# The same word means something else here.
ELSEWHERE_TECHNICAL = {
    ("Run", "summary"),
    ("WhatIf", "answer"),
    ("Reading", "reason"),
    ("PartnerAsk", "area"),
}
# Parts of a stored form that somebody typed; the rest of it are choices.
TYPED = {"name", "details", "address", "access_notes", "email", "url"}


def private_mark(number: int) -> str:
    return f"zq{number}prv"


def public_mark(number: int) -> str:
    return f"zq{number}pub"


def account_mark(number: int) -> str:
    """An account belongs to a person, who is shown their own address in whatever group they are."""
    return f"zq{number}acc"


def phone_of(number: int, row: int) -> str:
    """An exchange for each group: 551, 552, …"""
    return f"+151755{number}{row % 10_000:04}"


def marks_of(number: int) -> list[bytes]:
    """What gives a group away: its word, and the spellings of its telephone numbers."""
    exchange = f"55{number}"
    texts = (
        private_mark(number),
        f"+1517{exchange}",
        f"(517) {exchange}-",
        f"517-{exchange}-",
        f"517{exchange}",
    )
    return [text.encode() for text in texts]


def unknown_fields() -> list[str]:
    """Text fields of a group's models of which nobody has said whether people write in them."""
    return [
        f"{model.__name__}.{field.name}"
        for model in planted_models()
        for field in _text_fields(model)
        if field.name not in TECHNICAL | FREE
    ]


def planted_models() -> list[type[models.Model]]:
    return [Group, *(model for model in apps.get_models() if is_of_a_group(model))]


def plant(group: Group, number: int, *, at: datetime) -> int:
    """Mark every row of the group; returns how many fields were marked."""
    planted = 0
    with group_scope(group.pk):
        for model in planted_models():
            free = [field for field in _text_fields(model) if is_free(model, field) and model is not Person]
            rows = model._base_manager.filter(**_of(group, model)) if free else []
            for row in rows:
                changes = {field.name: _marked(model, field, row, number) for field in free}
                model._base_manager.filter(pk=row.pk).update(**changes)
                planted += len(changes)
        for person in Person.objects.filter(group=group):
            _mark_card(person, number, at)
        _mark_accounts(group, number)
    return planted


def is_free(model: type[models.Model], field: Any) -> bool:
    return field.name in FREE and (model.__name__, field.name) not in ELSEWHERE_TECHNICAL


def _of(group: Group, model: type[models.Model]) -> dict[str, int]:
    return {"pk": group.pk} if model is Group else {"group_id": group.pk}


def _text_fields(model: type[models.Model]) -> Iterator[Any]:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.CharField | models.TextField | models.JSONField) and not field.choices:
            yield field


def _marked(model: type[models.Model], field: Any, row: Any, number: int) -> Any:
    value = getattr(row, field.name)
    mark = public_mark(number) if level_of(model, field.name) == "public" else private_mark(number)
    if isinstance(field, EncryptedJSONField):
        return _marked_json(value, mark, everywhere=field.name != "answers")
    if isinstance(field, models.JSONField):
        return {language: f"{text} {mark}" for language, text in value.items()}
    text = f"{value} {mark}".strip()
    return text if isinstance(field, EncryptedTextField) else text[-(field.max_length or len(text)) :].strip()


def _marked_json(value: Any, mark: str, *, everywhere: bool) -> Any:
    if not isinstance(value, dict):
        return value
    marked = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            marked[key] = _marked_json(inner, mark, everywhere=everywhere)
        else:
            is_text = isinstance(inner, str) and (everywhere or key in TYPED) and key != "role"
            marked[key] = f"{inner} {mark}" if is_text else inner
    return marked


def _mark_card(person: Person, number: int, at: datetime) -> None:
    """By the action, so that staff find this person by the words and numbers that are now on the card."""
    mark, known = private_mark(number), Contact.of(person)
    changed = replace(
        known,
        name=f"{known.name} {mark}",
        phone=phone_of(number, person.pk),
        email=f"{mark}{person.pk}@example.org",
        reach_note=f"{known.reach_note} {mark}",
    )
    change_person(person, changed, by=Actor.system("test"), at=at)


def _mark_accounts(group: Group, number: int) -> None:
    for member in Membership.objects.filter(group=group).select_related("user"):
        address = f"{account_mark(number)}{member.user_id}@example.org"
        User.objects.filter(pk=member.user_id).update(email=address, email_index=email_index(address))
