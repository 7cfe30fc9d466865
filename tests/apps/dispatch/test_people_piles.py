"""The people for a part, a page at a time: three piles, each with its own way on, and a search by name."""

import re
from datetime import timedelta

import pytest

from manyhands.apps.dispatch import actions
from manyhands.apps.dispatch.bridge.records import NO_LOAD, Helper, moment_of, record_of
from manyhands.apps.dispatch.bridge.rows import record_of_row
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.rows import list_rows
from manyhands.apps.dispatch.queries.asking.who_can import judge_helper, list_people_who_can
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.people.helpers import find_helpers, list_helpers
from manyhands.apps.dispatch.queries.people.load import loads_of
from manyhands.apps.groups.models import Skill
from manyhands.apps.people.actions import Contact, OrganisationDetails, pause_volunteer, sign_up_organisation
from manyhands.apps.people.models import Organisation, Volunteer
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.apps.dispatch.pages import read
from tests.apps.dispatch.test_staff_pages import people_url
from tests.queries import at_most_queries
from tests.worlds import make_volunteer

pytestmark = pytest.mark.usefixtures("_today")
FRAGMENT = {"HX-Request": "true"}


def shown_in(page: str) -> list[str]:
    return re.findall(r'<label for="tick-([vo]\d+)">', page)


def make_pantry(group) -> Organisation:
    details = OrganisationDetails(name="Eastside Pantry", skills=list(Skill.objects.all()[:1]))
    return sign_up_organisation(group, Contact(name="Pat Doe"), details, by=STAFF, at=NOW)


@pytest.fixture
def crowd(group) -> None:
    """Thirty who can, three who planned no task, twenty-eight who do not fit."""
    for number in range(30):
        make_volunteer(group, f"Can {number}", at=NOW)
    for number in range(3):
        make_volunteer(group, f"Full {number}", tasks_per_week=0, at=NOW)
    for number in range(28):
        make_volunteer(group, f"Other {number}", languages=("vi",), at=NOW)


@pytest.mark.usefixtures("crowd")
def test_the_first_page_shows_the_best_25_and_counts_the_others(part, staff_client):
    page = read(staff_client, people_url(part))

    assert "30 people can" in page
    assert "3 people have as many tasks" in page
    assert "28 people do not fit" in page
    people = list_people_who_can(find_part(part.group, part.pk), language="en", at=NOW)
    assert shown_in(page) == [one.helper.key for one in people.can[:25]]
    assert "Show 5 more" in page
    assert page.count("Show them") == 2


@pytest.mark.usefixtures("crowd")
def test_links_lead_through_every_pile_without_scripts(part, staff_client):
    first = read(staff_client, people_url(part))
    found = set(shown_in(first))

    for link in ("?show=can&amp;from=25", "?show=over_limit&amp;from=0", "?show=cannot&amp;from=0"):
        assert f'href="{link}"' in first
        found |= set(shown_in(read(staff_client, people_url(part) + link.replace("&amp;", "&"))))
    assert len(found) == 30 + 3 + 25
    last = read(staff_client, people_url(part) + "?show=cannot&from=25")
    found |= set(shown_in(last))

    assert len(found) == 61
    assert 'href="?show=cannot&amp;from=0"' in last, "and back"
    assert "does not speak English" in last


@pytest.mark.usefixtures("crowd")
def test_fetched_to_be_added_it_is_rows_only(part, staff_client):
    more = staff_client.get(people_url(part) + "?show=can&from=25", headers=FRAGMENT).content.decode()
    others = staff_client.get(people_url(part) + "?show=cannot&from=0", headers=FRAGMENT).content.decode()

    assert (len(shown_in(more)), len(shown_in(others))) == (5, 25)
    assert more.count('<li class="folds"') == 5
    assert "<h1" not in more
    assert more.count("autofocus") == 1, "whoever pressed goes on at the first that is new"
    assert "autofocus" not in others
    assert "Show 3 more" in others


@pytest.mark.usefixtures("crowd")
@pytest.mark.parametrize(
    "query", ["?from=nine", "?from=-25", "?from=9999999999", "?show=all&from=25", "?from=30"]
)
def test_an_address_that_leads_nowhere_shows_the_first_page(part, staff_client, query):
    assert shown_in(read(staff_client, people_url(part) + query)) == shown_in(
        read(staff_client, people_url(part))
    )


def test_somebody_is_found_by_name(group, part, staff_client, ana, luis):
    make_volunteer(group, "Ana Vega", languages=("vi",), at=NOW)

    page = read(staff_client, people_url(part) + "?name=ana")

    assert "1 person can" in page
    assert "Ana Ruiz" in page
    assert "1 person does not fit" in page
    assert "Luis Gomez" not in page
    assert "Nobody found" in read(staff_client, people_url(part) + "?name=zoe")
    assert "Nobody found" in read(staff_client, people_url(part) + "?name=-")


def test_an_organisation_is_found_by_its_name_and_by_whoever_answers(group, part, staff_client):
    make_pantry(group)

    for name in ("pantry", "Pat"):
        assert "Eastside Pantry" in read(staff_client, f"{people_url(part)}?name={name}"), name


def test_when_an_organisation_was_asked_is_not_said_as_it_is_not_kept(group, part, staff_client):
    make_pantry(group)
    board = staff_client.get(f"/g/{group.slug}/board/?need={part.need.reference}").content.decode()

    for page in (read(staff_client, people_url(part)), board):
        assert "Eastside Pantry" in page
        assert "not asked yet" not in page


@pytest.mark.usefixtures("crowd")
def test_whose_number_is_shown_is_on_the_page(part, staff_client):
    people = list_people_who_can(find_part(part.group, part.pk), language="en", at=NOW)
    for pile, one in ((people.can, people.can[29]), (people.cannot, people.cannot[27])):
        page = staff_client.post(people_url(part), {"number": one.helper.key}).content.decode()
        assert one.helper.key in shown_in(page), pile
        assert "no number" in page or "tel:" in page


@pytest.mark.usefixtures("crowd")
def test_ticks_of_several_pages_are_asked_together(part, staff_client):
    people = list_people_who_can(find_part(part.group, part.pk), language="en", at=NOW)
    ticked = [people.can[0].helper.key, people.can[28].helper.key, people.over_limit[0].helper.key]

    staff_client.post(people_url(part), {"helper": ticked})

    assert Assignment.objects.filter(state="invited").count() == 3


def test_a_row_says_of_everybody_what_the_whole_card_says(group, need, staff_client, ana, luis):
    """The list is ranked on rows; asking is decided on cards. They must not come apart."""
    resting = make_volunteer(group, "Otto Pause", at=NOW)
    pause_volunteer(resting, NOW.date() + timedelta(days=20), by=STAFF, at=NOW)
    pause_volunteer(make_volunteer(group, "Long Pause", at=NOW), None, by=STAFF, at=NOW)
    make_volunteer(group, "No Times", week_slots=None, zip_code="", at=NOW)
    make_pantry(group)
    Volunteer.objects.filter(pk=luis.card.pk).update(vehicle="van")
    part = find_part(group, need.parts.get().pk)
    make_volunteer(group, "Skilled", skills=tuple(skill.key for skill in Skill.objects.all()[1:4]), at=NOW)
    part.category.required_skills.set(Skill.objects.all()[:3])
    part = find_part(group, part.pk)

    helpers = {helper.key: helper for helper in list_helpers(group)}
    loads = loads_of([one.person.pk for one in helpers.values()], group, moment=moment_of(part, at=NOW))
    rows = {row.key: row for row in list_rows(part, at=NOW)}

    assert rows.keys() == helpers.keys()
    needed = {skill.key for skill in part.category.required_skills.all()}
    for key, row in rows.items():
        whole = record_of(helpers[key], loads.get(helpers[key].person.pk, NO_LOAD), group)
        bare = record_of_row(row, group, frozenset())
        assert bare.skills == whole.skills & needed
        for field in set(whole.__slots__) - {"skills"}:
            assert getattr(bare, field) == getattr(whole, field), (key, field)
        assert (row.name, row.person_id) == (helpers[key].name, helpers[key].person.pk)


def test_the_order_is_that_of_each_judged_alone(group, part, ana, luis):
    make_volunteer(group, "Vera Ng", languages=("vi",), at=NOW)
    whole = find_part(group, part.pk)
    people = list_people_who_can(whole, language="en", at=NOW)

    for one in (*people.can, *people.over_limit, *people.cannot):
        helper = next(helper for helper in list_helpers(group) if helper.key == one.helper.key)
        alone = judge_helper(whole, Helper(helper.card), at=NOW)
        assert (one.standing, one.cost_parts) == (alone.standing, alone.cost_parts)


@pytest.mark.usefixtures("crowd")
def test_the_page_asks_eight_times_at_most(part, staff_client):
    read(staff_client, people_url(part))
    with at_most_queries(8):
        read(staff_client, people_url(part))
    with at_most_queries(8):
        read(staff_client, people_url(part) + "?name=can")


def test_whoever_gave_it_back_is_marked_where_they_stand(part, staff_client):
    ana = make_volunteer(part.group, "Ana", at=NOW)
    make_volunteer(part.group, "Ben", at=NOW)
    [helper] = find_helpers(part.group, [f"v{ana.pk}"])
    task = actions.assign(part, helper, made_by=None, by=STAFF, at=NOW)
    actions.hand_back(task, by=STAFF, at=NOW)

    rows = re.findall(r'<h3 class="row-title">.*?</h3>', read(staff_client, people_url(part)), re.DOTALL)
    marked = ["Ana" in row for row in rows if "Handed back" in row and "tick-" in row]
    assert marked == [True]


def test_the_first_reason_is_said_and_the_others_are_folded(part, staff_client):
    volunteer = make_volunteer(part.group, "Far", languages=("vi",), radius_m=1000, zip_code="49855", at=NOW)
    page = read(staff_client, people_url(part) + "?show=cannot")
    [one] = list_people_who_can(find_part(part.group, part.pk), language="en", at=NOW).cannot
    row = page[page.index(f"tick-v{volunteer.pk}") :]
    before, folded = row.split('<details class="row-text more small">', 1)

    assert len(one.reasons) > 1
    assert one.reasons[0] in before
    assert all(reason in folded and reason not in before for reason in one.reasons[1:])


def test_calling_is_folded_until_the_number_is_shown(part, staff_client):
    volunteer = make_volunteer(part.group, "Ana", at=NOW)
    assert re.search(r'<details class="menu" name="by-phone">', read(staff_client, people_url(part)))

    shown = staff_client.post(people_url(part), {"number": f"v{volunteer.pk}"}).content.decode()
    assert '<details class="menu" name="by-phone" open>' in shown
    assert "Agreed on the phone" in shown
    assert "Show number" not in shown
