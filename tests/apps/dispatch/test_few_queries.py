"""How often the pages of helping ask the database, with on them whatever can be."""

from datetime import timedelta

import pytest

from manyhands.apps.dispatch.actions import claim, decline, invite
from manyhands.apps.dispatch.board.queries.plan_beside import read_plan_beside
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Proposal, Run, UnmetPart
from manyhands.apps.dispatch.queries.asking.how_many import list_answers
from manyhands.apps.dispatch.queries.asking.who_can import list_people_who_can
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.people.leads import leads_wanted
from manyhands.apps.groups.models import Category
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import set_leads
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.queries import at_most_queries
from tests.worlds import make_need, make_volunteer

pytestmark = pytest.mark.usefixtures("_today")


@pytest.fixture
def urgent(group, ana, luis) -> NeedPart:
    """Two are needed today, one of them has to lead; Ana comes, Luis is asked, others could be."""
    kind = Category.objects.get(group=group, key="groceries")
    kind.leads_needed = 1
    kind.save()
    need = make_need(group, people={"groceries": 2}, at=NOW)
    NeedPart.objects.filter(need=need).update(urgency=4)
    found = find_part(group, need.parts.get().pk)
    invite(found, [luis], made_by=None, by=STAFF, at=NOW)
    claim(find_part(group, found.pk), ana, by=STAFF, at=NOW)
    for name in ("Edda Brandt", "Omar Haddad", "Kim Lee"):
        volunteer = make_volunteer(group, name, at=NOW)
        set_leads(volunteer, [kind], by=STAFF, at=NOW)
    return find_part(group, found.pk)


def leader(part: NeedPart, name: str) -> Helper:
    volunteer = make_volunteer(part.group, name, at=NOW)
    set_leads(volunteer, [part.category], by=STAFF, at=NOW)
    return Helper(volunteer)


@pytest.fixture
def planned(group, urgent, ana) -> NeedPart:
    """The plan proposes two others, instead of Luis, and says why."""
    events = [{"kind": "came", "helper": ana.key, "broken": [], "made": [[f"p{urgent.pk}", ana.key]]}]
    run = Run.objects.create(
        group=group, cause="requested", state="done", requested_at=NOW, finished_at=NOW, changes=events
    )
    people = list_people_who_can(urgent, language="en", at=NOW).can
    for one in [one for one in people if one.asked is None][:2]:
        Proposal.objects.create(
            group=group, run=run, part=urgent, helper_id=one.helper.person_id, volunteer_id=one.helper.key[1:]
        )
    return urgent


def test_somebodys_tasks(group, volunteer_client):
    client, helper = volunteer_client
    address = f"/g/{group.slug}/tasks/"

    def take(count):
        for number in range(count):
            part = find_part(group, make_need(group, name=f"Nr {number}", at=NOW).parts.get().pk)
            invite(part, [helper], made_by=None, by=STAFF, at=NOW)

    take(1)
    assert "Nr" not in client.get(address).content.decode()
    for count in (0, 3):
        take(count)
        with at_most_queries(7):
            assert client.get(address).status_code == 200


def test_who_can_help_where_it_is_urgent_and_somebody_has_to_lead(group, urgent, staff_client):
    address = f"/g/{group.slug}/requests/{urgent.need.reference}/{urgent.pk}/people/"
    page = staff_client.get(address).content.decode()

    assert "Edda Brandt" in page
    with at_most_queries(8):
        staff_client.get(address)


def test_beside_a_list_with_a_plan(group, planned, staff_client):
    address = f"/g/{group.slug}/board/beside/"
    page = staff_client.get(address, {"need": planned.need.reference}).content.decode()

    assert page.count('name="proposal"') >= 4
    with at_most_queries(8):
        staff_client.get(address, {"need": planned.need.reference})
    many = [leader(planned, f"Helper {number}") for number in range(10)]
    invite(find_part(group, planned.pk), many[:3], made_by=None, by=STAFF, at=NOW)
    with at_most_queries(8):
        staff_client.get(address, {"need": planned.need.reference})


def test_beside_where_nobody_can_come(group, urgent, staff_client):
    run = Run.objects.create(group=group, cause="requested", state="done", requested_at=NOW, finished_at=NOW)
    UnmetPart.objects.create(group=group, run=run, part=urgent, people_missing=1, explanation={})
    address = f"/g/{group.slug}/board/beside/"
    staff_client.get(address, {"need": urgent.need.reference})

    with at_most_queries(8):
        staff_client.get(address, {"need": urgent.need.reference})


def test_answers_are_read_with_the_plan_as_by_themselves(group, planned):
    part = find_part(group, planned.pk)
    (asked,) = invite(part, [leader(part, "Bo Lind")], made_by=None, by=STAFF, at=NOW)
    decline(asked, by=STAFF, at=NOW)

    answers = read_plan_beside(part, at=NOW).answers

    assert answers == list_answers(group, at=NOW)
    assert answers[asked.helper_id] == (0, 1, 0)


def test_each_line_of_a_part_stands_once_on_the_board(group, planned, staff_client):
    names = [one.helper.name for one in Proposal.objects.select_related("helper")]

    with at_most_queries(7):
        page = staff_client.get(f"/g/{group.slug}/board/").content.decode()

    assert page.count(f'href="/g/{group.slug}/board/?need={planned.need.reference}"') <= 1
    assert all(name.partition(" ")[0] in page for name in names)


def test_of_a_plan_that_a_newer_one_replaced_the_board_shows_nothing(group, planned, staff_client):
    name = Proposal.objects.select_related("helper").earliest("pk").helper.name.partition(" ")[0]
    address = f"/g/{group.slug}/board/"
    assert name in staff_client.get(address).content.decode()

    later = NOW + timedelta(minutes=1)
    Run.objects.create(group=group, cause="requested", state="done", requested_at=later, finished_at=later)

    assert name not in staff_client.get(address).content.decode()


def test_leads_are_counted_alike_from_what_was_read(group, urgent, ana):
    """Also when whoever has come is no volunteer any more, and stands in no row."""
    wanted = leads_wanted(urgent)
    assert wanted == 1
    assert list_people_who_can(urgent, language="en", at=NOW).leads_first

    ana.volunteer.state = "left"
    ana.volunteer.save()

    assert leads_wanted(urgent) == wanted
    assert list_people_who_can(urgent, language="en", at=NOW).leads_first
