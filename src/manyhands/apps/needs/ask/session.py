"""One visit to the public request: the draft that the cookie finds, and the answers in it."""

from datetime import datetime

from django.utils.translation import get_language

from manyhands.apps.groups.access import GroupRequest
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import is_in_area, is_intake_paused, list_categories
from manyhands.apps.needs.ask.cookie import token_in
from manyhands.apps.needs.ask.forms import Circumstances
from manyhands.apps.needs.ask.interview import QUESTIONS, Interview
from manyhands.apps.needs.models import RequestDraft
from manyhands.apps.needs.queries.ask import find_draft, list_asking_organisations
from manyhands.storage.actors import Actor


class Visit:
    def __init__(self, request: GroupRequest, at: datetime) -> None:
        self.request, self.group, self.at = request, request.group, at
        self.draft: RequestDraft | None = find_draft(self.group, token_in(request), at=at)
        self.interview = self._interview()

    def _interview(self) -> Interview:
        now = Circumstances(
            group=self.group,
            at=self.at,
            language=get_language() or "en",
            categories=list_categories(self.group),
            organisations=list_asking_organisations(self.request.membership),
        )
        return Interview(self.draft.answers if self.is_writing and self.draft else {}, now)

    @property
    def is_writing(self) -> bool:
        return self.draft is not None and self.draft.need_id is None

    @property
    def is_sent(self) -> bool:
        return self.draft is not None and self.draft.need_id is not None

    @property
    def is_paused(self) -> bool:
        return is_intake_paused(self.group, at=self.at)

    @property
    def is_outside(self) -> bool:
        where = self.interview.answer("where")
        zip_code = where.cleaned_data["zip_code"] if where else ""
        return (
            where is not None
            and bool(zip_code)
            and not is_in_area(self.group, zip_code=zip_code, position=where.point)
        )

    @property
    def actor(self) -> Actor:
        """Who asks in the name of an organisation is known; whoever else asks is nobody in particular."""
        membership = self.request.membership
        return Actor.member(membership.pk) if membership and self.interview.organisation else Actor.visitor()

    def reload(self, draft: RequestDraft | None) -> None:
        self.draft = draft
        self.interview = self._interview()

    def path_to(self, step: str | None) -> str:
        """The address of a question; of the check of all answers when there is none left."""
        if step is None:
            return group_path(self.group, "needs:ask_check")
        if step == next(iter(QUESTIONS)):
            return group_path(self.group, "needs:ask")
        return group_path(self.group, "needs:ask_step", step=step)
