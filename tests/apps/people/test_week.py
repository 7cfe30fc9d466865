"""How full people's weeks are: load bars, who stands out, the picture of the whole, one person's last weeks."""

from datetime import timedelta

import pytest

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.assignments.extracts import list_task_extracts
from manyhands.apps.dispatch.states import AssignmentState, Began
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.models import Volunteer
from manyhands.apps.people.queries import Look, Order, list_volunteers, survey_people
from manyhands.apps.people.words import asked_in_words, spread_in_words
from tests.apps.people.conftest import NOON
from tests.queries import at_most_queries
from tests.worlds import make_need, make_volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "scope")]

TODAY = NOON.date()


def give(volunteer: Volunteer, count: int, *, at=NOON, **changes) -> None:
    """So many tasks that were agreed on at a moment, which is also their week."""
    for _number in range(count):
        need = make_need(volunteer.group, name="Maria", at=NOON)
        need.parts.update(due_at=at)
        Assignment.objects.create(
            group=volunteer.group,
            part=need.parts.get(),
            helper=volunteer.person,
            volunteer=volunteer,
            **{
                "state": AssignmentState.ACCEPTED,
                "began": Began.INVITATION,
                "made_at": at,
                "answered_at": at,
                **changes,
            },
        )


@pytest.fixture
def people(group) -> dict[str, Volunteer]:
    """Each as full as the name says; those who are named by what they lack have nothing to do."""
    limits = {"over": 1, "full": 2, "some": 3, "new": 3, "old": 3}
    made = {
        name: make_volunteer(group, name, tasks_per_week=limit, at=NOON) for name, limit in limits.items()
    }
    for name, count in {"over": 2, "full": 2, "some": 1}.items():
        give(made[name], count)
    asked = Volunteer.objects.filter(person__in=[made[name].person for name in ("over", "full", "some")])
    asked.update(last_asked_at=NOON - timedelta(days=29))
    Volunteer.objects.filter(pk=made["old"].pk).update(
        details_confirmed_at=NOON - timedelta(days=181), last_asked_at=NOON - timedelta(days=31)
    )
    return made


def names(group, **chosen) -> list[str]:
    return [row.person.name for row in list_volunteers(group, "active", at=NOON, **chosen)]


@pytest.mark.parametrize(
    ("look", "found"),
    [
        (Look.ALL, {"over", "full", "some", "new", "old"}),
        (Look.FULL, {"over", "full"}),
        (Look.UNASKED, {"new", "old"}),
        (Look.STALE, {"old"}),
    ],
)
def test_who_stands_out(group, people, look, found):
    assert set(names(group, look=look)) == found
    assert survey_people(group, at=NOON).looks[look] == len(found)


@pytest.mark.parametrize(
    ("order", "first", "last"),
    [
        (Order.ROOM, "new", "full"),
        (Order.BUSY, "over", "old"),
        (Order.UNASKED, "new", "some"),
        (Order.STALE, "old", "new"),
    ],
)
def test_in_which_order(group, people, order, first, last):
    listed = names(group, order=order)

    assert (listed[0], listed[-1]) == (first, last)


def test_how_the_tasks_are_spread(group, people):
    make_volunteer(group, "On a break", at=NOON)
    Volunteer.objects.filter(pk=people["new"].pk).update(state="paused")
    survey = survey_people(group, at=NOON)

    assert survey.spread == [2, 1, 2, 0, 0, 0]
    assert (survey.counts["volunteer:active"], survey.counts["volunteer:paused"]) == (5, 1)


def test_only_what_was_taken_on_for_this_week_counts(group):
    ana = make_volunteer(group, "Ana", at=NOON)
    give(ana, 1, at=NOON - timedelta(days=7))
    give(ana, 1, at=NOON + timedelta(days=7))
    give(ana, 1, state=AssignmentState.INVITED, answered_at=None)
    give(ana, 1, state=AssignmentState.COMPLETED, ended_at=NOON)

    assert list_volunteers(group, "active", at=NOON).get().tasks_this_week == 1


def test_the_page_says_it_in_words_and_pictures(group, people, staff_client):
    page = staff_client("coordinator").get(group_path(group, "people:list")).content.decode()

    assert "2 of 1 this week" in page
    assert "over their own limit" in page
    assert "week is full" in page
    assert "not asked yet" in page
    assert "asked 4 weeks ago" in page
    assert "At or over their own limit: 2" in page
    assert page.count('class="bar-line"') == len(spread_in_words(survey_people(group, at=NOON).spread))


def test_looking_at_some_keeps_the_order(group, people, staff_client):
    chosen = {"look": "full", "order": "busy"}
    response = staff_client("coordinator").get(group_path(group, "people:list"), chosen)

    assert [row.person.name for row in response.context["page"]] == ["over", "full"]
    assert all("order=busy" in item.url for item in response.context["looks"])
    assert [item.is_current for item in response.context["looks"]] == [False, True, False, False]


@pytest.mark.parametrize("query", [{"look": "nonsense"}, {"order": "'"}, {"look": "stale", "page": "999"}])
def test_what_the_address_says_wrongly_changes_nothing(group, people, staff_client, query):
    assert staff_client("coordinator").get(group_path(group, "people:list"), query).status_code == 200


def test_nobody_stands_out(group, staff_client):
    make_volunteer(group, "Ana", at=NOON)
    page = (
        staff_client("coordinator").get(group_path(group, "people:list"), {"look": "full"}).content.decode()
    )

    assert "Nobody stands out here" in page


@pytest.mark.parametrize("look", ["", "full", "unasked", "stale"])
def test_more_people_are_not_more_queries(group, people, staff_client, look):
    client = staff_client("coordinator")
    for number in range(6):
        give(make_volunteer(group, f"Nr {number}", skills=("driving",), at=NOON), 1)

    with at_most_queries(8):
        client.get(group_path(group, "people:list"), {"look": look})


# --- one person -----------------------------------------------------------------------------------------


def test_their_last_weeks_and_what_came_of_asking(group, staff_client):
    ana = make_volunteer(group, "Ana", at=NOON)
    give(ana, 2, at=NOON - timedelta(days=7))
    give(ana, 1, state=AssignmentState.DECLINED)
    give(ana, 1, state=AssignmentState.EXPIRED, answered_at=None)
    give(ana, 1, state=AssignmentState.RELEASED)
    give(ana, 1, state=AssignmentState.WITHDRAWN, answered_at=None)
    give(ana, 1, state=AssignmentState.INVITED, answered_at=None)
    give(ana, 1, began=Began.CLAIM)
    client = staff_client("coordinator")
    with at_most_queries(13):
        page = client.get(group_path(group, "people:detail", person_id=ana.person_id)).content.decode()
    shown = " ".join(page.split())

    assert "Mon 23 February</th><td>2</td>" in shown
    assert "Mon 2 March</th><td>1</td>" in shown
    assert "<dd>6 times</dd>" in shown
    assert "Said yes</dt><dd>3</dd> <dt>Said no</dt><dd>1</dd> <dt>No answer in time</dt><dd>1</dd>" in shown
    assert "Still open</dt><dd>1</dd>" in shown


def test_who_was_never_asked(group, staff_client):
    ana = make_volunteer(group, "Ana", at=NOON)
    page = staff_client("coordinator").get(group_path(group, "people:detail", person_id=ana.person_id))

    assert "not been asked for anything yet" in page.content.decode()


def test_old_details_are_to_be_asked_about(group, people, staff_client):
    client = staff_client("coordinator")
    pages = {
        name: client.get(
            group_path(group, "people:detail", person_id=people[name].person_id)
        ).content.decode()
        for name in ("old", "new")
    }

    assert "for more than half a year" in pages["old"]
    assert "for more than half a year" not in pages["new"]


# --- in words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "asked today"),
        (1, "asked yesterday"),
        (13, "asked 13 days ago"),
        (14, "asked 2 weeks ago"),
        (59, "asked 8 weeks ago"),
        (60, "asked 2 months ago"),
        (400, "asked 13 months ago"),
    ],
)
def test_when_somebody_was_asked(days, words):
    assert asked_in_words(TODAY - timedelta(days=days), today=TODAY) == words


def test_bars_are_as_long_as_what_they_stand_for():
    assert spread_in_words([4, 2, 0, 0, 0, 1]) == [
        ("no task", 4, 100),
        ("1", 2, 50),
        ("2", 0, 0),
        ("3", 0, 0),
        ("4", 0, 0),
        ("5 or more", 1, 25),
    ]
    assert spread_in_words([0, 0])[0] == ("no task", 0, 0)


# --- what they may read of it all -----------------------------------------------------------------------


def test_a_copy_of_everything_says_how_somebody_helps(group):
    ana = make_volunteer(
        group, "Ana", skills=("driving",), vehicle="car", week_slots=1 << 11, tasks_per_week=2, at=NOON
    )
    (extract,) = [one for one in list_task_extracts(ana.person) if one.key == "volunteer"]
    told = {fact.key: fact.value for fact in extract.facts}

    assert told["vehicle"] == "Car"
    assert told["tasks_per_week"] == "2"
    assert told["week_slots"].startswith("Tuesday")
    assert told["skills"]
    assert told["details_confirmed_at"] == NOON.isoformat()
    assert "paused_until" not in told
