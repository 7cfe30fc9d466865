"""Every field says how private it is, in a nested class `Privacy`; a test refuses silence.

class Privacy:
    public = ("slug", "name")       anybody may see it
    members = ("state",)            people of the group
    staff = ("note_count",)         people of the group with the permission for it
    personal = ("phone",)           only under a grant or a journalled reveal
    secret = ("token_hash",)        nobody: hashes, blind indexes, keys
"""

from collections import Counter
from typing import Any

from django.db import models

LEVELS = ("public", "members", "staff", "personal", "secret")


def declared_fields(model: type[models.Model]) -> dict[str, list[str]]:
    """Level to field names, gathered over the class and its abstract parents."""
    found: dict[str, list[str]] = {level: [] for level in LEVELS}
    for cls in model.__mro__:
        declaration: Any = cls.__dict__.get("Privacy")
        if declaration is None:
            continue
        for level in LEVELS:
            found[level].extend(getattr(declaration, level, ()))
    return found


def unclassified_fields(model: type[models.Model]) -> list[str]:
    """Names of fields that are declared never, twice, or that do not exist; empty when all is well."""
    declared = Counter(name for names in declared_fields(model).values() for name in names)
    names = {f.name for f in model._meta.get_fields() if not f.auto_created or f.concrete}
    names -= {"id", "group"}
    wrong = [name for name in sorted(names) if declared[name] != 1]
    return wrong + sorted(set(declared) - names)


def level_of(model: type[models.Model], field_name: str) -> str:
    for level, names in declared_fields(model).items():
        if field_name in names:
            return level
    raise LookupError(f"{model.__name__}.{field_name} has not declared its privacy.")
