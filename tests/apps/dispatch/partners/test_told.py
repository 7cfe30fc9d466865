"""What is said about sharing, before a yes and after it, is what happens."""

from datetime import timedelta

import pytest

from manyhands.apps.dispatch.actions import complete
from manyhands.apps.dispatch.actions.helping.finish import Report
from manyhands.apps.dispatch.bridge.planning.inputs import week_of
from manyhands.apps.dispatch.bridge.words.partners import when_asked_in_words
from manyhands.apps.dispatch.models import Assignment, PartnerAsk
from manyhands.apps.dispatch.partners.tasks import look_after_asks
from manyhands.apps.dispatch.queries.asks import list_lent_tasks
from manyhands.apps.dispatch.queries.plans.elsewhere import Elsewhere, partners_who_could
from manyhands.apps.dispatch.queries.plans.inputs import busy_in
from manyhands.apps.dispatch.queries.plans.runs import find_latest_run, list_unmet
from manyhands.apps.groups.actions import leave_pool
from manyhands.apps.groups.models import PoolMembership
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_pool_membership
from manyhands.apps.messaging.models import Message
from manyhands.apps.needs.words import when_chip
from manyhands.apps.people.models import Person, Volunteer
from manyhands.apps.privacy.models import DisclosureGrant
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.lending import approved, only_ask, settled, staff_of
from tests.apps.dispatch.planning import do_jobs
from tests.worlds import make_need


def test_what_the_group_that_asks_does_not_know_its_pages_say_it_does_not_know(ask, east, zeb):
    with group_scope(zeb.group_id):
        Volunteer.objects.filter(pk=zeb.pk).update(vehicle="car", languages=["en", "vi"])
    done = settled(ask)
    with group_scope(east.pk):
        card = Volunteer.objects.get(pk=done.card_number)
    page = staff_of(east).get(group_path(east, "people:detail", person_id=card.person_id)).content.decode()

    assert card.languages == []
    assert "not known" in page
    assert not any(word in page for word in ("On foot or by bus", "English", "Tiếng Việt", "at most a week"))


@pytest.mark.parametrize(
    ("kind", "said"), [("soon", "as soon as possible"), ("any", "any time"), ("at_time", "any time")]
)
def test_when_is_said_as_on_the_request_itself(ask, need, kind, said):
    ask.when_kind, ask.starts_at, ask.due_at = kind, None, NOW if kind == "soon" else None
    need.when_kind, need.starts_at, need.due_at = ask.when_kind, ask.starts_at, ask.due_at

    assert when_asked_in_words(ask, at=NOW) == when_chip(need, at=NOW).text == said


def test_what_was_copied_goes_when_the_sharing_ends_and_nothing_is_under_way(ask, east):
    done = settled(ask)
    task = task_of(done)
    with group_scope(east.pk):
        complete(task, Report(), by=Actor.neighbour(task.helper_id), at=NOW)
        assert DisclosureGrant.objects.filter(viewer=task.helper, closes_at__gt=NOW).exists()
        leave_pool(find_pool_membership(east), by=STAFF, at=NOW)
    do_jobs()
    with group_scope(east.pk):
        card = Volunteer.objects.select_related("person").get(pk=done.card_number)

        assert card.person.name == ""
        assert not DisclosureGrant.objects.filter(viewer=card.person, closes_at__gt=NOW).exists()
    assert only_ask(ask.group).card_number is None


def test_who_has_promised_finishes_it_and_then_the_card_goes(ask, east, holt):
    done = settled(ask)
    task = task_of(done)
    with group_scope(holt.pk):
        leave_pool(find_pool_membership(holt), by=STAFF, at=NOW)
    do_jobs()
    with group_scope(east.pk):
        assert Person.objects.get(pk=task.helper_id).name == "Zebulon"
        assert DisclosureGrant.objects.filter(viewer=task.helper, closes_at__isnull=True).exists()
        complete(task, Report(), by=Actor.neighbour(task.helper_id), at=NOW)
    look_after_asks()

    with group_scope(east.pk):
        assert Person.objects.get(pk=task.helper_id).name == ""


def test_their_own_group_reads_the_kind_and_the_time_and_no_more(ask, holt, zeb, need):
    settled(ask)
    page = staff_of(holt).get(group_path(holt, "people:detail", person_id=zeb.person_id)).content.decode()

    assert "for <bdi>Eastside</bdi>, a group that we share with" in page
    assert need.reference not in page
    with group_scope(holt.pk):
        assert list_lent_tasks(zeb.person, at=NOW)
        assert not list_lent_tasks(zeb.person, at=NOW + timedelta(days=30))


def test_the_plan_of_their_own_group_knows_that_their_week_is_fuller(ask, holt, zeb):
    def load() -> int:
        with group_scope(holt.pk):
            part = make_need(holt, at=NOW).parts.select_related("need", "group").get()
            return len(busy_in(holt, [week_of(part, at=NOW)]).get(zeb.person_id, []))

    assert load() == 0
    settled(ask)
    assert load() == 1


def test_the_plan_leads_to_what_partners_ask(ask, holt):
    staff = staff_of(holt)
    pages = [
        group_path(holt, "dispatch:board_plan"),
        f"{group_path(holt, 'dispatch:board_since')}?cursor=0",
        f"{group_path(holt, 'dispatch:board_since')}?cursor=0",
    ]

    assert all("Our partners ask: 1" in staff.get(page).content.decode() for page in pages)


def test_of_what_a_group_asks_that_shares_no_more_nothing_is_counted(ask, holt):
    with group_scope(holt.pk):
        PoolMembership.objects.filter(group=holt).update(left_at=NOW)
    page = staff_of(holt).get(f"{group_path(holt, 'dispatch:board_since')}?cursor=0").content.decode()

    assert "board-head" in page
    assert "Our partners ask" not in page


def elsewhere_of(group) -> Elsewhere:
    with group_scope(group.pk):
        unmet = list_unmet(find_latest_run(group))
        return partners_who_could(group, unmet)[unmet[0].part_id]


def test_the_group_that_asks_reads_that_somebody_is_asked_and_when_that_is_over(ask, east, time_machine):
    assert not elsewhere_of(east).is_waiting
    approved(ask)
    do_jobs()
    page = staff_of(east).get(group_path(east, "dispatch:board_plan")).content.decode()
    assert elsewhere_of(east).is_waiting
    assert "We are waiting for the answer" in page
    assert "Ask that group" not in page
    time_machine.move_to(NOW + timedelta(days=2), tick=False)
    look_after_asks()
    do_jobs()

    assert not elsewhere_of(east).is_waiting


def test_asking_can_be_undone_for_ten_seconds_and_done_again(ask, holt, time_machine):
    staff, page = staff_of(holt), group_path(holt, "dispatch:partner_asks")
    decide = group_path(holt, "dispatch:partner_decide", ask_id=ask.pk)
    staff.post(decide, {"do": "ask"})
    assert 'value="undo"' in staff.get(page).content.decode()
    staff.post(decide, {"do": "undo"})
    assert only_ask(holt).state == "proposed"
    assert told(holt) == {"cancelled"}
    staff.post(decide, {"do": "ask"})
    assert "waiting" in told(holt)
    time_machine.move_to(NOW + timedelta(seconds=11), tick=False)
    assert 'value="undo"' not in staff.get(page).content.decode()
    staff.post(decide, {"do": "undo"})

    assert only_ask(holt).state == "asked"
    assert staff.post(decide, {"do": "else"}).status_code == 404


def told(group) -> set[str]:
    with group_scope(group.pk):
        return set(Message.objects.filter(event="partner_invitation").values_list("state", flat=True))


def task_of(done: PartnerAsk) -> Assignment:
    with group_scope(done.asking_group_id):
        return Assignment.objects.select_related("helper").get(pk=done.assignment_number)
