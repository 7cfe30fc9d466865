from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms

from manyhands.apps.groups.models import Category, Group
from manyhands.apps.people.models import Organisation
from manyhands.web.forms.answers import PhoneField


@dataclass(frozen=True)
class Circumstances:
    """What a question has to know besides its answer: whom it is asked by, when, and what was answered before."""

    group: Group
    at: datetime
    language: str
    categories: Sequence[Category] = ()
    organisations: Sequence[Organisation] = ()
    for_whom: str = ""
    chosen: Sequence[Category] = field(default=())


class Question(forms.Form):
    """One page of the request."""

    heading: Any = ""
    hint: Any = ""
    seen_by: Any = ""

    def __init__(self, *args: Any, now: Circumstances, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        for known in self.fields.values():
            if isinstance(known, PhoneField):
                known.region = now.group.phone_region
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the circumstances."""

    def typed(self) -> dict[str, list[str]]:
        """What came in, as it came, to be kept and taken in again."""
        data: Any = self.data  # a QueryDict: a name may come several times
        return {name: data.getlist(name) for name in self.fields if name in data}
