"""The whole table of who sees what, and that nothing gets past it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.core.privacy.disclosure import (
    _REQUEST,
    DISCLOSABLE,
    IDENTIFYING,
    STAGE_OF_STATE,
    DisclosedField,
    DisclosureStage,
    ViewerRole,
    _read_table,
    disclosure_stage,
    visible_fields,
)

F = DisclosedField
STATES = [None, "invited", "claimed", "awaiting_approval", "accepted", "under_way", "completed"]
ENDED = ["declined", "expired", "withdrawn", "released", "no_show", "not_approved"]
BEFORE = {F.KIND, F.WHEN, F.AREA, F.LANGUAGE, F.SUMMARY}
REVEALED = {
    F.KIND, F.WHEN, F.AREA, F.LANGUAGE, F.SUMMARY, F.ACCESS_NOTES, F.NICKNAME, F.FIRST_NAME, F.NAME, F.PHONE, F.EMAIL,
    F.ADDRESS, F.HOUSEHOLD, F.DETAILS, F.INTERNAL_NOTES,
}  # fmt: skip
STAFF = {ViewerRole.INTAKE, ViewerRole.COORDINATOR, ViewerRole.ORGANISER}
GROCERIES = {F.FIRST_NAME, F.ADDRESS, F.PHONE, F.ACCESS_NOTES}

disclosures = st.sets(st.sampled_from(list(F)))
states = st.sampled_from([*STATES, *ENDED])


def test_every_state_has_a_stage():
    assert set(STAGE_OF_STATE) == {*STATES, *ENDED}


@pytest.mark.parametrize("state", [None, "invited", "claimed", "awaiting_approval"])
def test_before_acceptance_a_volunteer_sees_enough_to_decide(state):
    assert visible_fields(ViewerRole.VOLUNTEER, state, GROCERIES) == BEFORE


@pytest.mark.parametrize("state", ["accepted", "under_way"])
def test_acceptance_opens_what_the_category_lists(state):
    assert visible_fields(ViewerRole.VOLUNTEER, state, GROCERIES) == BEFORE | GROCERIES | {F.POSITION}


@pytest.mark.parametrize("state", ["completed", *ENDED])
def test_afterwards_only_that_it_was(state):
    assert visible_fields(ViewerRole.VOLUNTEER, state, GROCERIES) == {F.KIND, F.WHEN}


def test_a_completed_task_stays_open_for_its_hours_of_grace():
    within = visible_fields(ViewerRole.VOLUNTEER, "completed", GROCERIES, in_grace=True)

    assert within == {F.KIND, F.WHEN, F.FIRST_NAME, F.ADDRESS, F.PHONE}


@pytest.mark.parametrize("state", ENDED)
def test_what_was_not_completed_has_no_grace(state):
    assert disclosure_stage(state, in_grace=True) is DisclosureStage.AFTER


@pytest.mark.parametrize("state", ["", "open", "ACCEPTED", "accepted "])
def test_shows_nothing_for_a_state_that_nobody_has_placed(state):
    with pytest.raises(ValueError, match="is not a state of an assignment"):
        visible_fields(ViewerRole.VOLUNTEER, state, GROCERIES)


@pytest.mark.parametrize(
    ("role", "fields"),
    [
        (ViewerRole.PUBLIC_VISITOR, {F.KIND, F.WHEN, F.AREA}),
        (ViewerRole.NEIGHBOUR, set(F) - {F.INTERNAL_NOTES, F.POSITION}),
        (ViewerRole.INTAKE, REVEALED),
        (ViewerRole.COORDINATOR, REVEALED),
        (ViewerRole.ORGANISER, REVEALED),
        (ViewerRole.DRIVER_LEAD, BEFORE),
        (ViewerRole.VETTER, set()),
        (ViewerRole.READER, set()),
        (ViewerRole.HOST_STEWARD, set()),
        (ViewerRole.PARTNER_STAFF, {F.KIND, F.WHEN, F.AREA, F.LANGUAGE}),
        (ViewerRole.READING_PROGRAM, BEFORE),
    ],
)
@pytest.mark.parametrize("state", [*STATES, *ENDED])
def test_the_other_roles_see_the_same_throughout(role, fields, state):
    assert visible_fields(role, state, DISCLOSABLE) == fields


@given(st.sampled_from(ViewerRole), states, disclosures, st.booleans(), st.booleans())
def test_only_staff_read_what_staff_wrote(role, state, category, in_grace, anonymous):
    fields = visible_fields(role, state, category, in_grace=in_grace, anonymous=anonymous)

    assert (F.INTERNAL_NOTES in fields) == (role in STAFF)


@given(states, disclosures, st.booleans())
def test_a_category_never_opens_more_than_it_lists(state, category, in_grace):
    fields = visible_fields(ViewerRole.VOLUNTEER, state, category, in_grace=in_grace)

    assert fields - {F.POSITION} <= BEFORE | (category & DISCLOSABLE)


@given(states, disclosures, st.booleans())
def test_an_anonymous_neighbour_is_never_named_to_a_helper(state, category, in_grace):
    fields = visible_fields(ViewerRole.VOLUNTEER, state, category, in_grace=in_grace, anonymous=True)

    assert not fields & IDENTIFYING


def test_an_anonymous_neighbour_is_reached_through_the_platform():
    fields = visible_fields(ViewerRole.VOLUNTEER, "accepted", GROCERIES, anonymous=True)

    assert fields == BEFORE | {F.NICKNAME, F.MASKED_CONTACT, F.ADDRESS, F.POSITION, F.ACCESS_NOTES}


def test_an_anonymous_neighbour_has_no_nickname_before_acceptance():
    assert visible_fields(ViewerRole.VOLUNTEER, "invited", GROCERIES, anonymous=True) == BEFORE


def test_staff_know_an_anonymous_neighbour():
    assert visible_fields(ViewerRole.INTAKE, None, (), anonymous=True) == REVEALED


def test_the_place_is_never_opened_without_the_address():
    assert F.POSITION not in visible_fields(ViewerRole.VOLUNTEER, "accepted", DISCLOSABLE - {F.ADDRESS})


@pytest.mark.parametrize("text", [_REQUEST.replace("kind  ", "kinds ", 1), _REQUEST.rsplit("internal", 1)[0]])
def test_a_table_with_something_missing_is_refused(text):
    with pytest.raises(ValueError, match=r"kinds|missing"):
        _read_table(text)
