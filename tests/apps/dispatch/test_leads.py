"""Two of whom one has done it before, or has the van: the last place is kept for whoever can lead."""

import pytest

from manyhands.apps.dispatch.actions import (
    RefusedError,
    accept,
    ask_next_best,
    assign,
    claim,
    complete,
    decline,
    hand_back,
    invite,
)
from manyhands.apps.dispatch.actions.helping.finish import Report
from manyhands.apps.dispatch.bridge.leads import leads_of
from manyhands.apps.dispatch.bridge.planning.child import answer
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.bridge.words.reasons import leads_in_words
from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.dispatch.queries.asking.next_best import list_next_best
from manyhands.apps.dispatch.queries.asking.who_can import list_people_who_can
from manyhands.apps.dispatch.queries.parts import find_part
from manyhands.apps.dispatch.queries.people.leads import experience_in, leads_wanted
from manyhands.apps.dispatch.queries.plans.inputs import read_inputs
from manyhands.apps.dispatch.states import Refusal
from manyhands.apps.groups.models import Category
from manyhands.apps.needs.models import NeedPart
from manyhands.apps.people.actions import set_leads
from manyhands.apps.places.models import Place
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.worlds import make_need, make_volunteer


@pytest.fixture
def kind(group) -> Category:
    category = Category.objects.get(group=group, key="groceries")
    category.leads_needed = 1
    category.save()
    return category


@pytest.fixture
def two(group, kind) -> NeedPart:
    need = make_need(group, people={"groceries": 2}, at=NOW)
    return fresh(need.parts.get())


@pytest.fixture
def eva(group, kind) -> Helper:
    """Staff know that she can lead."""
    volunteer = make_volunteer(group, "Eva Brandt", at=NOW)
    set_leads(volunteer, [kind], by=STAFF, at=NOW)
    return Helper(volunteer)


def fresh(part: NeedPart) -> NeedPart:
    found = find_part(part.group, part.pk)
    assert found is not None
    return found


def refused(do) -> Refusal:
    with pytest.raises(RefusedError) as error:
        do()
    return error.value.refusal


def test_a_request_takes_it_over_from_its_kind(group, kind, two):
    assert two.leads_needed == 1
    assert leads_of(make_need(group, name="Alone", at=NOW).parts.get()).count == 0


def test_done_twice_here_or_ticked_by_staff(group, kind, ana, eva):
    for name in ("One", "Two"):
        assert ana.person.pk not in experience_in(group, [kind.pk])
        part = fresh(make_need(group, name=name, at=NOW).parts.get())
        complete(assign(part, ana, made_by=None, by=STAFF, at=NOW), Report(outcome="done"), by=STAFF, at=NOW)

    known = experience_in(group, [kind.pk])

    assert known == {ana.person.pk: frozenset({"groceries"}), eva.person.pk: frozenset({"groceries"})}


def test_what_came_to_nothing_is_not_experience(group, kind, ana):
    for name in ("One", "Two"):
        part = fresh(make_need(group, name=name, at=NOW).parts.get())
        complete(
            assign(part, ana, made_by=None, by=STAFF, at=NOW), Report(outcome="not_home"), by=STAFF, at=NOW
        )

    assert experience_in(group, [kind.pk]) == {}


def test_the_last_place_is_not_for_a_newcomer_to_take(two, ana, luis, eva):
    claim(two, ana, by=STAFF, at=NOW)

    assert refused(lambda: claim(fresh(two), luis, by=STAFF, at=NOW)) == Refusal.LEAD_NEEDED
    claim(fresh(two), eva, by=STAFF, at=NOW)
    assert fresh(two).state == "taken"


def test_with_a_lead_there_anybody_may_come_along(two, ana, eva):
    claim(two, eva, by=STAFF, at=NOW)

    assert leads_wanted(fresh(two)) == 0
    claim(fresh(two), ana, by=STAFF, at=NOW)
    assert fresh(two).state == "taken"


def test_when_the_lead_hands_back_a_lead_is_wanted_again(two, ana, luis, eva):
    claim(two, ana, by=STAFF, at=NOW)
    task = claim(fresh(two), eva, by=STAFF, at=NOW)
    hand_back(task, by=STAFF, at=NOW)

    assert refused(lambda: claim(fresh(two), luis, by=STAFF, at=NOW)) == Refusal.LEAD_NEEDED


def test_whoever_was_asked_and_cannot_have_the_place_any_more_is_thanked(two, ana, luis, eva):
    asked = invite(two, [ana, luis, eva], made_by=None, by=STAFF, at=NOW)

    accept(asked[0], by=STAFF, at=NOW)

    states = dict(Assignment.objects.values_list("helper_id", "state"))
    assert states == {
        ana.person.pk: "accepted",
        luis.person.pk: "withdrawn",
        eva.person.pk: "invited",
    }


def test_staff_see_who_has_done_it_before_and_whom_the_place_is_not_for(two, ana, luis, eva):
    claim(two, ana, by=STAFF, at=NOW)

    people = list_people_who_can(fresh(two), language="en", at=NOW)

    assert [(one.helper.key, one.has_done_this) for one in people.can] == [(eva.key, True)]
    [other] = [one for one in people.cannot if one.helper.key == luis.key]
    assert other.reasons == ["has not done this before, and the places left are for somebody who has"]
    assert not other.may_be_asked_all_the_same
    assert refused(lambda: assign(fresh(two), luis, made_by=None, by=STAFF, at=NOW)) == Refusal.NOT_FOR_THEM


def test_those_who_can_lead_come_first_as_long_as_one_is_wanted(two, ana, luis, eva):
    far = luis.start_place.search_cell
    Place.objects.filter(pk=eva.start_place.pk).update(search_cell=far)

    def order() -> list[str]:
        return [one.helper.key for one in list_people_who_can(fresh(two), language="en", at=NOW).can]

    assert order()[0] == eva.key
    two.leads_needed = 0
    two.save()
    assert order()[0] == ana.key


def test_the_next_to_be_asked_can_lead(two, ana, luis, eva):
    claim(two, ana, by=STAFF, at=NOW)

    assert [one.helper.key for one in list_next_best(fresh(two), count=5, at=NOW)] == [eva.key]


def test_the_plan_is_asked_for_what_is_still_missing(group, two, ana, eva):
    group.meeting_mode = "dispatch"
    group.save()
    [request] = read_inputs(group, at=NOW).question.requests
    assert (request.quantity, request.leads, request.lead_experience) == (2, 1, "groceries")

    assign(two, eva, made_by=None, by=STAFF, at=NOW)

    [request] = read_inputs(group, at=NOW).question.requests
    assert (request.quantity, request.leads) == (1, 0)


def test_the_plan_never_sends_newcomers_alone(group, two, ana, luis):
    group.meeting_mode = "dispatch"
    group.save()

    found = answer(read_inputs(group, at=NOW).question)

    assert len(found["lines"]) == 1
    [unmet] = found["unmet"]
    assert unmet["people_missing"] == 1


class TestSharedCar:
    @pytest.fixture
    def kind(self, group) -> Category:
        category = Category.objects.get(group=group, key="groceries")
        category.needs_vehicle = category.shares_vehicle = True
        category.save()
        return category

    @pytest.fixture
    def driver(self, group) -> Helper:
        return Helper(make_volunteer(group, "Dan Driver", vehicle="van", at=NOW))

    def test_one_drives_and_the_others_ride_along(self, two, ana, luis, driver):
        claim(two, ana, by=STAFF, at=NOW)
        assert refused(lambda: claim(fresh(two), luis, by=STAFF, at=NOW)) == Refusal.LEAD_NEEDED
        claim(fresh(two), driver, by=STAFF, at=NOW)
        assert fresh(two).state == "taken"

    def test_alone_everybody_needs_their_own(self, group, kind, ana):
        part = fresh(make_need(group, name="Alone", at=NOW).parts.get())

        [one] = list_people_who_can(part, language="en", at=NOW).cannot
        assert one.reasons == ["has no car or van"]

    def test_it_is_said_in_words(self, two, kind):
        assert leads_in_words(leads_of(two)) == "one of them needs a car or van, and takes the others along"
        two.leads_needed = 1
        assert leads_in_words(leads_of(two)) == (
            "1 of them must have done this before, and take the others along by car or van"
        )


# --- so many are asked that enough of them can lead -----------------------------------------------------------


def asked_of(part: NeedPart) -> set[int]:
    return set(Assignment.objects.filter(part=part, state="invited").values_list("helper_id", flat=True))


@pytest.mark.parametrize(("urgency", "expected"), [(2, (2, 1)), (3, (5, 3)), (4, (7, 4))])
def test_enough_are_asked_who_can_lead(group, kind, two, urgency, expected):
    """They are the last of the list, because they are the busiest."""
    count, leaders = expected
    others = [make_volunteer(group, f"Helper {number}", at=NOW) for number in range(6)]
    able = [make_volunteer(group, f"Leader {number}", at=NOW) for number in range(6)]
    for one in able:
        set_leads(one, [kind], by=STAFF, at=NOW)
        part = make_need(group, name=one.person.name, at=NOW).parts.get()
        assign(fresh(part), Helper(one), made_by=None, by=STAFF, at=NOW)
    NeedPart.objects.filter(pk=two.pk).update(urgency=urgency)

    ask_next_best(two.pk, by=STAFF, at=NOW)

    asked = asked_of(two)
    assert len(asked) == count
    assert len(asked & {one.person_id for one in able}) == leaders
    assert len(asked & {one.person_id for one in others}) == count - leaders


def test_after_the_no_of_a_lead_a_lead_is_asked(group, kind, two, eva, ana):
    bo = make_volunteer(group, "Bo Lind", at=NOW)
    for name in ("One", "Two"):
        part = fresh(make_need(group, name=name, at=NOW).parts.get())
        assign(part, Helper(bo), made_by=None, by=STAFF, at=NOW)
    set_leads(bo, [kind], by=STAFF, at=NOW)
    luis = make_volunteer(group, "Luis Gomez", at=NOW)
    invite(two, [ana], made_by=None, by=STAFF, at=NOW)
    (first,) = invite(two, [eva], made_by=None, by=STAFF, at=NOW)

    decline(first, by=STAFF, at=NOW)
    ask_next_best(two.pk, by=STAFF, at=NOW)

    assert asked_of(two) == {ana.person.pk, bo.person_id}
    assert luis.person_id not in asked_of(two)
