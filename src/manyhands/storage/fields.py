"""Model fields that are ciphertext in the database and plain values in Python."""

import json
from typing import Any

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.functions import Cast

from manyhands.core.values.point import Point
from manyhands.storage.encryption import decrypt, encrypt


class _Encrypted(models.TextField):
    """Stored encrypted; the empty value is stored empty. Cannot be searched: add a blind index beside it."""

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: look it up by its blind index.")
        return super().get_lookup(lookup_name)

    def to_text(self, value: Any) -> str:
        return str(value)

    def from_text(self, text: str) -> Any:
        return text

    def get_prep_value(self, value: Any) -> str | None:
        if value is None or value == "":
            return value
        return encrypt(self.to_text(value))

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        if value is None or value == "":
            return value
        return self.from_text(decrypt(value))

    def to_python(self, value: Any) -> Any:
        return value


class EncryptedTextField(_Encrypted):
    """Text in Python, ciphertext in the database."""


class EncryptedJSONField(_Encrypted):
    """A JSON value in Python, ciphertext in the database."""

    # What the type checker's Django plugin reads off a field.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def from_text(self, text: str) -> Any:
        return json.loads(text)


class EncryptedPointField(_Encrypted):
    """A `Point` in Python, ciphertext in the database."""

    _pyi_private_set_type: Point  # type: ignore[assignment]
    _pyi_private_get_type: Point  # type: ignore[assignment]

    def to_text(self, value: Point) -> str:
        return f"{value.lon:.6f},{value.lat:.6f}"

    def from_text(self, text: str) -> Point:
        lon, lat = text.split(",")
        return Point(lon=float(lon), lat=float(lat))


def is_encrypted(field: object) -> bool:
    return isinstance(field, _Encrypted)


def sealed(path: str) -> Cast:
    """The ciphertext of an encrypted field, for lists of which only a page is shown; `unseal` opens it."""
    return Cast(path, models.TextField())


def unseal(text: str) -> str:
    return decrypt(text) if text else ""
