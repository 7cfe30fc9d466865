"""What a row of a list says of somebody who helps: what they told us, and what apps higher up know of them.

Those register what they know of many people at once, so that a list of fifty asks as often as one of five.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import Case, F, IntegerField, When
from django.utils.translation import gettext as _

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import Known, MemberOrder
from manyhands.apps.people.models import Volunteer, VolunteerState
from manyhands.apps.people.queries.week import tasks_lately, with_row
from manyhands.apps.people.words import gives_in_words, lately_in_words, signs_of, state_signs
from manyhands.web.parts import Chip

Tell = Callable[..., Mapping[int, Known]]
_tells: list[Tell] = []


def register_known(tell: Tell) -> None:
    """`tell(group, person_ids, at=)`: what is known of these people, by their ids."""
    _tells.append(tell)


def known_of(
    group: Group, volunteers: Sequence[Any], *, says_state: bool = True, at: datetime
) -> dict[int, Known]:
    """By the ids of their cards. `volunteers` as `with_row` reads them; the queries are those of who tells.

    `says_state`: also whether they help at all, where the list does not say it.
    """
    ids = [volunteer.person_id for volunteer in volunteers]
    tellers = [tell(group, ids, at=at) for tell in _tells] if ids else []
    return {
        volunteer.pk: _known(
            group,
            volunteer,
            [found[volunteer.person_id] for found in tellers if volunteer.person_id in found],
            says_state=says_state,
            at=at,
        )
        for volunteer in volunteers
    }


def _known(group: Group, volunteer: Any, told: Sequence[Known], *, says_state: bool, at: datetime) -> Known:
    """What they can do is first what they say; when they helped comes before when they were asked."""
    is_active = volunteer.state == VolunteerState.ACTIVE
    state = state_signs(volunteer) if says_state else ()
    helped = tuple(chain.from_iterable(one.lately for one in told))
    asked = lately_in_words(volunteer, group.zone, has_helped=bool(helped), at=at) if is_active else ()
    return Known(
        gives=(*gives_in_words(volunteer), *chain.from_iterable(one.gives for one in told)),
        lately=(*helped, *asked),
        signs=(
            *state,
            *signs_of(volunteer, group.zone, at=at),
            *chain.from_iterable(one.signs for one in told),
        ),
        week=(volunteer.tasks_this_week, volunteer.tasks_per_week) if is_active else None,
        page=group_path(group, "people:detail", person_id=volunteer.person_id),
    )


def tell_of_members(group: Group, members: Sequence[Membership], *, at: datetime) -> dict[int, Known]:
    """Registered with `groups`: by the id of a member, what is known of whom they are here."""
    cards = with_row(Volunteer.objects.filter(group=group, membership__in=members), group, at=at)
    by_member = {card.membership_id: card for card in cards}
    known = known_of(group, list(by_member.values()), at=at)
    none = Known(signs=(Chip(_("not signed up to help")),))
    return {
        member.pk: known[by_member[member.pk].pk] if member.pk in by_member else none for member in members
    }


def sort_members(order: MemberOrder, group: Group, *, at: datetime) -> Sequence[Any]:
    """Registered with `groups`. Whoever does not help comes last."""
    helps = Case(When(volunteer__isnull=False, then=0), default=1, output_field=IntegerField())
    if order == MemberOrder.UNASKED:
        return (helps, F("volunteer__last_asked_at").asc(nulls_first=True))
    return (helps, tasks_lately(group, person="volunteer__person_id", at=at).desc())
