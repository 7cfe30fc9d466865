"""What cannot be asked is refused when the record is made, with the name of the field."""

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import pytest

from manyhands.core.dispatch.records import MatchContext, RequestRecord, VolunteerRecord
from manyhands.core.values.time_window import TimeWindow
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.worlds import DETROIT, SATURDAY_MORNING

NAMED = {"id": "x", "pool": "east"}


@pytest.mark.parametrize("record", [RequestRecord, VolunteerRecord])
@pytest.mark.parametrize("name", ["id", "pool"])
@pytest.mark.parametrize("value", ["", "  ", None, 7])
def test_refuses_a_record_without_name(record, name, value):
    with pytest.raises(ValueError, match=f"{name} must be a text"):
        record(**NAMED | {name: value})


@pytest.mark.parametrize("name", ["quantity", "minutes", "weight"])
def test_a_request_is_for_at_least_one(name):
    assert getattr(RequestRecord(**NAMED, **{name: 1}), name) == 1
    with pytest.raises(ValueError, match=f"{name} must be 1 or more, not 0"):
        RequestRecord(**NAMED, **{name: 0})


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"leads": -1, "lead_has_vehicle": True}, "leads must be 0 or more, not -1"),
        ({"leads": 2, "lead_has_vehicle": True}, r"leads must be 1 \(the quantity\) or fewer, not 2"),
        ({"leads": 1}, "leads must need something"),
        ({"leads": 1, "lead_experience": " "}, "lead_experience must be a text"),
    ],
)
def test_leads_are_some_of_the_people_and_need_something(wrong, message):
    with pytest.raises(ValueError, match=message):
        RequestRecord(**NAMED, **wrong)


@pytest.mark.parametrize("name", ["load_this_week", "recent_load", "radius_m", "capacity_per_week"])
def test_a_volunteer_has_no_negative_numbers(name):
    assert getattr(VolunteerRecord(**NAMED, **{name: 0}), name) == 0
    with pytest.raises(ValueError, match=f"{name} must be 0 or more, not -1"):
        VolunteerRecord(**NAMED, **{name: -1})


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (RequestRecord, "required_skills"),
        (RequestRecord, "requirements"),
        (RequestRecord, "languages"),
        (VolunteerRecord, "skills"),
        (VolunteerRecord, "requirements_met"),
        (VolunteerRecord, "experience"),
        (VolunteerRecord, "languages"),
    ],
)
def test_codes_are_a_collection_of_texts(record, name):
    assert getattr(record(**NAMED, **{name: {"en"}}), name) == frozenset({"en"})
    with pytest.raises(TypeError, match="must be a collection of codes"):
        record(**NAMED, **{name: "en"})
    with pytest.raises(ValueError, match=f"a code in {name} must be a text"):
        record(**NAMED, **{name: {""}})


@pytest.mark.parametrize("record", [RequestRecord, VolunteerRecord])
def test_refuses_a_language_that_is_none(record):
    with pytest.raises(ValueError, match="'klingonese' is not a language code"):
        record(**NAMED, languages={"en", "klingonese"})


def test_what_is_left_out_of_a_request_asks_for_one_hour_of_one_person_at_any_time():
    plain = RequestRecord(**NAMED)

    assert (plain.quantity, plain.minutes, plain.weight) == (1, 60, 1)
    assert (plain.week_slots, plain.window) == (WeekSlots.always(), None)
    assert not plain.is_remote
    assert not plain.needs_vehicle


def test_what_a_volunteer_has_not_said_is_not_known():
    silent = VolunteerRecord(**NAMED)

    assert (silent.week_slots, silent.radius_m, silent.capacity_per_week, silent.has_vehicle) == (None,) * 4
    assert (silent.load_this_week, silent.recent_load) == (0, 0)


def test_keeps_languages_without_region():
    assert RequestRecord(**NAMED, languages={"es-MX", "es"}).languages == {"es"}


def test_refuses_a_request_that_suits_no_hour():
    with pytest.raises(ValueError, match="must suit at least one slot"):
        RequestRecord(**NAMED, week_slots=WeekSlots.never())


def test_refuses_a_request_over_more_than_a_year():
    year = TimeWindow(SATURDAY_MORNING, SATURDAY_MORNING + timedelta(days=366))
    longer = TimeWindow(SATURDAY_MORNING, SATURDAY_MORNING + timedelta(days=367))

    assert RequestRecord(**NAMED, window=year).window == year
    with pytest.raises(ValueError, match="window of 367 days is longer than a year"):
        RequestRecord(**NAMED, window=longer)


def test_refuses_a_pause_without_time_zone():
    with pytest.raises(ValueError, match="paused_until must have a time zone"):
        VolunteerRecord(**NAMED, paused_until=datetime(2026, 3, 7))  # noqa: DTZ001 - that is the point


def test_keeps_moments_in_utc():
    local = SATURDAY_MORNING.astimezone(DETROIT)

    assert VolunteerRecord(**NAMED, paused_until=local).paused_until.tzinfo is UTC
    assert MatchContext(at=local, zone=DETROIT).at.tzinfo is UTC


def test_refuses_a_moment_of_asking_without_time_zone():
    with pytest.raises(ValueError, match="at must have a time zone"):
        MatchContext(at=SATURDAY_MORNING.replace(tzinfo=None), zone=DETROIT)


def test_nobody_changes_a_record_afterwards():
    pairs = {("r", "v")}
    skills = {"cooking"}
    context = MatchContext(at=SATURDAY_MORNING, zone=DETROIT, blocked=pairs, declined=pairs)
    volunteer = VolunteerRecord(**NAMED, skills=skills)

    pairs.clear()
    skills.clear()

    assert context.blocked == context.declined == {("r", "v")}
    assert volunteer.skills == {"cooking"}
    with pytest.raises(FrozenInstanceError):
        volunteer.radius_m = 1
