"""One press, one person; "why not this one?"; two dispatchers who press at once."""

from datetime import timedelta
from html import unescape

import pytest

from manyhands.apps.dispatch.board.queries import why
from manyhands.apps.dispatch.bridge.planning.inputs import week_of
from manyhands.apps.dispatch.bridge.records import Helper
from manyhands.apps.dispatch.models import Assignment, Proposal, Run
from manyhands.apps.dispatch.states import Began, ProposalState
from manyhands.apps.groups.models import Group
from manyhands.apps.messaging.models import Message, MessageState
from manyhands.apps.people.models import Volunteer
from manyhands.core.dispatch.constraints.registry import RULES
from manyhands.core.dispatch.explanation import Code, Explanation
from manyhands.storage.actors import Actor
from manyhands.web.words import distance_in_words
from tests.apps.dispatch.conftest import NOW
from tests.apps.dispatch.planning import plan_now
from tests.worlds import make_volunteer

STAFF = Actor.system("test")


def test_whom_the_plan_proposes_comes_first_and_is_one_press_away(part, ana, luis, board, propose):
    propose(part, luis)
    page = board(need=part.need.reference)

    assert page.index("Luis Gomez") < page.index("Ana Ruiz")
    assert 'name="proposal"' in page
    assert "proposed first, then nearest and least busy" in page
    assert "Choose instead" in page


def test_whoever_is_needed_elsewhere_comes_later(part, ana, luis, board, make_run):
    pool = week_of(part, at=NOW).pool
    run = make_run(prices={pool: {ana.key: 500_000}})
    page = board(need=part.need.reference)

    assert "best for everybody first" in page
    assert page.index("Luis Gomez") < page.index("Ana Ruiz")

    Run.objects.filter(pk=run.pk).update(prices={pool: {luis.key: 500_000}})
    page = board(need=part.need.reference)
    assert page.index("Ana Ruiz") < page.index("Luis Gomez")


def test_prices_of_an_old_plan_count_no_more(part, ana, board, make_run):
    run = make_run(prices={week_of(part, at=NOW).pool: {ana.key: 500_000}})
    Run.objects.filter(pk=run.pk).update(finished_at=NOW - timedelta(days=2))

    assert "nearest and least busy first" in board(need=part.need.reference)


def test_without_a_plan_anybody_who_can_is_asked(part, ana, board):
    page = board(need=part.need.reference)

    assert "nearest and least busy first" in page
    assert f'name="one" value="{ana.key}" data-key="p"' in page


def test_whoever_was_asked_stays_in_sight_and_the_key_asks_the_next(part, ana, luis, board, press):
    press("ask/", part=part.pk, one=luis.key)
    nearer = [make_volunteer(part.group, f"Near {number}", at=NOW) for number in range(12)]
    page = board(need=part.need.reference)
    people = page[page.index('id="people-title"') :]

    assert people.index("Luis Gomez") < min(
        people.index(one.person.name) for one in nearer if one.person.name in people
    )
    assert f'name="one" value="{luis.key}"' not in people
    assert people.count('data-key="p"') == 1


def test_asking_whom_the_plan_proposes(part, ana, press, propose):
    proposal = propose(part, ana)
    page = press("ask/", part=part.pk, proposal=proposal.pk)
    asked, decided = Assignment.objects.get(), Proposal.objects.get()

    assert (asked.helper, asked.began) == (ana.person, Began.PLAN)
    assert decided.state == ProposalState.APPROVED
    assert "Ana Ruiz is asked." in page
    assert 'data-undo-seconds="10"' in page


def test_long_after_somebody_was_asked_they_are_taken_back_beside_the_request(
    part, ana, press, staff_client, time_machine
):
    press("ask/", part=part.pk, one=ana.key)
    asked = Assignment.objects.get()
    time_machine.move_to(NOW + timedelta(hours=2), tick=False)
    manage = f"/g/{part.group.slug}/helpers/{asked.pk}/"
    page = staff_client.get(f"/g/{part.group.slug}/board/", {"need": part.need.reference}).content.decode()

    assert f'value="withdraw" formaction="{manage}"' in page
    form = {"part": part.pk, "back": f"/g/{part.group.slug}/board/?show=open"}
    answer = staff_client.post(manage, {**form, "do": "withdraw"}, follow=True)
    page = answer.content.decode()
    asked.refresh_from_db()

    assert asked.state == "withdrawn"
    assert answer.redirect_chain[-1][0] == (
        f"/g/{part.group.slug}/board/?show=open&need={part.need.reference}&ended={asked.pk}"
    )
    assert "Ana Ruiz: Taken back." in page
    assert 'value="withdraw"' not in page
    assert f'name="one" value="{ana.key}"' in page

    page = staff_client.post(manage, {**form, "do": "undo"}, follow=True).content.decode()
    asked.refresh_from_db()
    assert asked.state == "invited"
    assert 'value="withdraw"' in page


def test_whoever_has_come_forward_is_not_taken_back_like_somebody_who_was_asked(part, ana, board, press):
    press("ask/", part=part.pk, one=ana.key)
    Assignment.objects.update(state="awaiting_approval", began=Began.CLAIM)

    assert 'value="withdraw"' not in board(need=part.need.reference)


def test_choosing_somebody_else_instead(part, ana, luis, press, propose):
    propose(part, ana)
    press("ask/", part=part.pk, one=luis.key)

    assert Assignment.objects.get().helper == luis.person


def test_a_press_that_comes_twice_is_one_press(part, ana, press):
    fields = {"part": part.pk, "one": ana.key, "once": "7a1cbd9e-0b64-4c2f-93a8-3c1f0c6b8a11"}
    press("ask/", **fields)
    page = press("ask/", **fields)

    assert Assignment.objects.count() == 1
    assert "Ana Ruiz is asked." in page


def test_the_filters_stay_as_they_were(group, part, ana, staff_client):
    back = f"/g/{group.slug}/board/?show=open&order=due"
    answer = staff_client.post(f"/g/{group.slug}/board/ask/", {"part": part.pk, "one": ana.key, "back": back})

    assert answer.headers["Location"].startswith(back)


@pytest.mark.parametrize("back", ["https://example.org/?x=1", "/g/other/board/?x=1", "//x"])
def test_it_leads_to_no_other_place(group, part, ana, staff_client, back):
    answer = staff_client.post(f"/g/{group.slug}/board/ask/", {"part": part.pk, "one": ana.key, "back": back})

    assert answer.headers["Location"].startswith(f"/g/{group.slug}/board/?need=")
    assert "x=1" not in answer.headers["Location"]


def test_the_second_of_two_dispatchers_is_told(part, ana, press, propose):
    """The first has pressed while the second was looking at the same proposal."""
    proposal = propose(part, ana)
    press("ask/", part=part.pk, proposal=proposal.pk)
    page = press("ask/", part=part.pk, proposal=proposal.pk)

    assert Assignment.objects.count() == 1
    assert "This was decided already." in page


def test_whoever_was_asked_by_hand_is_not_asked_twice(part, ana, press):
    press("ask/", part=part.pk, one=ana.key)
    page = press("ask/", part=part.pk, one=ana.key)

    assert "They have been asked already, or have said yes." in page


def test_undone_within_ten_seconds_nobody_hears_of_it(part, ana, press, propose, time_machine):
    proposal = propose(part, ana)
    press("ask/", part=part.pk, proposal=proposal.pk)
    time_machine.move_to(NOW + timedelta(seconds=8), tick=False)
    page = press("undo/", part=part.pk, asked=Assignment.objects.get().pk)
    proposal.refresh_from_db()

    assert "Undone. Nobody was told." in page
    assert not Assignment.objects.exists()
    assert proposal.state == ProposalState.OPEN
    assert not Message.objects.filter(state=MessageState.WAITING, event="invitation").exists()


def test_after_ten_seconds_it_is_too_late(part, ana, press, time_machine):
    press("ask/", part=part.pk, one=ana.key)
    time_machine.move_to(NOW + timedelta(seconds=12), tick=False)
    page = press("undo/", part=part.pk, asked=Assignment.objects.get().pk)

    assert "It is too late to undo this." in page
    assert Assignment.objects.count() == 1


@pytest.mark.parametrize("fields", [{"one": "v999"}, {"one": ""}, {"proposal": "999"}, {}, {"proposal": "x"}])
def test_nobody_in_particular_is_not_asked(part, press, fields):
    press("ask/", part=part.pk, **fields)

    assert not Assignment.objects.exists()


@pytest.mark.parametrize("part_id", ["", "0", "999", "x", "9" * 40])
def test_a_part_that_is_not_there(group, staff_client, part_id):
    assert staff_client.post(f"/g/{group.slug}/board/ask/", {"part": part_id}).status_code == 404


def test_not_this_one_is_not_proposed_again(part, ana, press, propose):
    proposal = propose(part, ana)
    page = press("plan/dismiss/", proposal=proposal.pk)
    proposal.refresh_from_db()

    assert proposal.state == ProposalState.DISMISSED
    assert "A new plan is being made." in page


def test_why_not_this_one_compares_with_numbers(group, part, ana, board, propose):
    far = Helper(make_volunteer(group, "Maya Torres", zip_code="48911", tasks_per_week=2, at=NOW))
    propose(part, ana)
    page = board("why/", part=part.pk, helper=far.key)

    assert "Compared with Ana Ruiz" in page
    assert "This week: 0 of 2; Ana Ruiz has 0 of" in page
    assert "In the four weeks before: 0 tasks" in page
    assert "The way is" in page


def test_why_not_this_one_names_the_rule(part, luis, board):
    Volunteer.objects.filter(pk=luis.card.pk).update(radius_m=100)
    page = board("why/", part=part.pk, helper=luis.key)

    assert "Is within reach: " in page
    assert "goes up to" in page


@pytest.mark.usefixtures("_today")
def test_the_plan_itself_says_what_another_choice_would_cost_everybody(group, part, ana, board):
    far = Helper(make_volunteer(group, "Maya Torres", zip_code="48911", at=NOW))
    Group.objects.update(meeting_mode="dispatch")
    plan_now(Group.objects.get())
    assert Proposal.objects.get().volunteer == ana.volunteer
    told = Explanation.from_json(Proposal.objects.get().explanation["others"][far.key])
    away = distance_in_words(told.find(Code.COSTS_MORE).number("more_m"), group.distance_unit)

    page = unescape(board("why/", part=part.pk, helper=far.key))
    assert "Maya Torres could do it" in page
    assert f"For everybody together it would cost as much as going {away} more." in page.replace("\xa0", " ")


def test_why_as_a_part_of_the_board(group, part, ana, staff_client):
    address = f"/g/{group.slug}/board/why/"
    answer = staff_client.get(address, {"part": part.pk, "helper": ana.key}, headers={"X-Part-Of": "board"})

    assert b"<html" not in answer.content
    assert b"There is no proposal for this yet." in answer.content
    assert staff_client.get(address, {"part": part.pk, "helper": "v0"}).status_code == 404


def test_of_many_who_do_not_fit_a_few_are_shown_and_all_are_one_press_away(group, need, part, board):
    for number in range(9):
        make_volunteer(group, f"Person {number}", languages=("vi",), at=NOW)
    page = board("beside/", need=need.reference)

    assert "9 who do not fit, with the reason" in page
    assert "These are 8 of 9. Look at all of them" in page
    assert page.count(f'href="/g/{group.slug}/requests/{need.reference}/{part.pk}/people/"') == 2
    assert page.count('id="person-') == 8


def test_every_rule_has_words_for_staff():
    assert set(why._RULES) == {rule.name for rule in RULES}
