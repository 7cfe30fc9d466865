"""The answers so far: each page's own form over what was typed on it, and what they add up to."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from manyhands.apps.groups.models import Category
from manyhands.apps.needs.actions.receive import Asked
from manyhands.apps.needs.ask.forms import (
    Circumstances,
    MoreForm,
    Question,
    ReachForm,
    WhatForm,
    WhenForm,
    WhereForm,
    WhoForm,
)
from manyhands.apps.needs.states import ForWhom
from manyhands.apps.people.models import Organisation

QUESTIONS: dict[str, type[Question]] = {
    "who": WhoForm,
    "what": WhatForm,
    "when": WhenForm,
    "where": WhereForm,
    "reach": ReachForm,
    "more": MoreForm,
}


class Interview:
    """An answer counts while its form takes it: a day that has gone by since, or a kind of help that is no longer
    offered, is asked for again and nothing else is.
    """

    def __init__(self, stored: dict[str, Any], now: Circumstances) -> None:
        self.stored = stored
        self._now = now
        self._answers: dict[str, Any] = {}

    def form(self, key: str, data: QueryDict | None = None) -> Any:
        """The form of a page: over `data` when it has just been sent, else over what was answered before."""
        kept = MultiValueDict(self.stored[key]) if key in self.stored else None
        return QUESTIONS[key](data if data is not None else kept, now=self._circumstances(key))

    def blank(self, key: str) -> Any:
        """The page as it is shown: with what was typed before, but without calling it wrong."""
        kept = self.stored.get(key)
        if kept is None:
            return QUESTIONS[key](now=self._circumstances(key))
        form = self.form(key)
        return (
            form
            if form.is_valid()
            else QUESTIONS[key](initial=_initial(form, kept), now=self._circumstances(key))
        )

    def _circumstances(self, key: str) -> Circumstances:
        if key == "who":
            return self._now
        if key == "what":
            return replace(self._now, for_whom=self.for_whom)
        return replace(self._now, for_whom=self.for_whom, chosen=self.chosen)

    def answer(self, key: str) -> Any:
        """The cleaned form of a page, or None while it has no answer that counts."""
        if key not in self._answers:
            form = self.form(key) if key in self.stored else None
            self._answers[key] = form if form is not None and form.is_valid() else None
        return self._answers[key]

    @property
    def for_whom(self) -> str:
        who = self.answer("who")
        return who.for_whom_kind if who else ""

    @property
    def organisation(self) -> Organisation | None:
        who = self.answer("who")
        wanted = who.organisation_id if who else None
        return next((row for row in self._now.organisations if row.pk == wanted), None)

    @property
    def chosen(self) -> Sequence[Category]:
        what = self.answer("what")
        return what.categories if what else ()

    @property
    def is_sensitive(self) -> bool:
        return any(category.is_sensitive for category in self.chosen)

    @property
    def steps(self) -> list[str]:
        """The pages of this request: an organisation that the group knows is not asked how to reach it."""
        return [key for key in QUESTIONS if key != "reach" or self.organisation is None]

    @property
    def first_missing(self) -> str | None:
        return next((key for key in self.steps if self.answer(key) is None), None)

    def step_before(self, key: str) -> str | None:
        place = self.steps.index(key)
        return self.steps[place - 1] if place else None

    def asked(self) -> Asked:
        """What all pages add up to; every page must have its answer."""
        when, more, reach = self.answer("when"), self.answer("more"), self.answer("reach")
        organisation = self.organisation
        return Asked(
            categories=self.chosen,
            contact=organisation.contact if organisation else reach.contact(),
            place=self.answer("where").told(more.cleaned_data["access_notes"]),
            for_whom=self.for_whom or ForWhom.SELF,
            asked_by=None if organisation else reach.asked_by(),
            organisation=organisation,
            household=more.household(),
            details=self._details(),
            urgency=when.urgency,
            when_kind=when.when.kind,
            starts_at=when.when.starts_at,
            due_at=when.when.due_at,
        )

    def _details(self) -> str:
        parts = (self.answer("what").cleaned_data["own_words"], self.answer("more").cleaned_data["details"])
        return "\n\n".join(part for part in parts if part)


def _initial(form: Question, kept: dict[str, list[str]]) -> dict[str, Any]:
    several = {
        name for name, field in form.fields.items() if getattr(field.widget, "allow_multiple_selected", False)
    }
    return {name: values if name in several else (values or [""])[-1] for name, values in kept.items()}
