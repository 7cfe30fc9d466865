"""Each rule alone, in the smallest world that breaks it.

A rule is asked as the registry has it. Taken out of the registry, it fails the tests of its class and no others: that
is what ``test_rule_isolation`` tries.
"""

from datetime import timedelta

import pytest

from manyhands.core.dispatch.constraints import registry
from manyhands.core.dispatch.constraints.verdict import Outcome, Reason
from manyhands.core.values.point import Point
from manyhands.core.values.week_slots import WeekSlots
from tests.core.dispatch.worlds import SATURDAY_MORNING, context, request, town, volunteer, window

MONDAY, SUNDAY = 0, 6
MORNING, NOON, EVENING = 3, 4, 6


class Registered:
    """A rule by its name; there is nothing to ask if the registry does not have it."""

    def __init__(self, name):
        self.name = name

    def check(self, *records):
        (rule,) = (rule for rule in registry.RULES if rule.name == self.name)
        return rule.check(*records)


availability = Registered("availability")
capacity = Registered("capacity")
distance = Registered("distance")
language = Registered("language")
leads = Registered("leads")
not_blocked = Registered("not_blocked")
not_declined_before = Registered("not_declined_before")
not_paused = Registered("not_paused")
not_this_week = Registered("not_this_week")
requirements = Registered("requirements")
same_pool = Registered("same_pool")
skills = Registered("skills")
vehicle = Registered("vehicle")


def assert_passes(verdict, **facts):
    assert (verdict.outcome, verdict.reason, dict(verdict.facts)) == (Outcome.PASSES, None, facts)


def assert_fails(verdict, reason, **facts):
    assert (verdict.outcome, verdict.reason, dict(verdict.facts)) == (Outcome.FAILS, reason, facts)


def assert_unknown(verdict, reason, **facts):
    assert (verdict.outcome, verdict.reason, dict(verdict.facts)) == (Outcome.UNKNOWN, reason, facts)


class TestSamePool:
    def test_passes_within_the_pool(self):
        assert_passes(same_pool.check(request(), volunteer(), context()))

    def test_fails_in_another_pool(self):
        assert_fails(same_pool.check(request(), volunteer(pool="west"), context()), Reason.OTHER_POOL)


class TestNotBlocked:
    def test_passes_when_others_are_blocked(self):
        others = context(blocked={("r", "w"), ("s", "v"), ("v", "r")})

        assert_passes(not_blocked.check(request(), volunteer(), others))

    def test_fails_for_a_blocked_pair(self):
        verdict = not_blocked.check(request(), volunteer(), context(blocked={("r", "v")}))

        assert_fails(verdict, Reason.BLOCKED)

    def test_a_no_is_not_a_block(self):
        assert_passes(not_blocked.check(request(), volunteer(), context(declined={("r", "v")})))


class TestNotDeclinedBefore:
    def test_passes_after_a_no_to_something_else(self):
        assert_passes(not_declined_before.check(request(), volunteer(), context(declined={("s", "v")})))

    def test_fails_after_a_no(self):
        verdict = not_declined_before.check(request(), volunteer(), context(declined={("r", "v")}))

        assert_fails(verdict, Reason.DECLINED_BEFORE)

    def test_a_block_is_not_a_no(self):
        assert_passes(not_declined_before.check(request(), volunteer(), context(blocked={("r", "v")})))


class TestNotPaused:
    def test_passes_without_a_pause(self):
        assert_passes(not_paused.check(request(), volunteer(), context()))

    def test_passes_from_the_moment_the_pause_ends(self):
        rested = volunteer(paused_until=SATURDAY_MORNING)

        assert_passes(not_paused.check(request(), rested, context()))

    def test_fails_until_the_pause_ends(self):
        until = SATURDAY_MORNING + timedelta(seconds=1)

        verdict = not_paused.check(request(), volunteer(paused_until=until), context())

        assert_fails(verdict, Reason.PAUSED, paused_until=until)

    def test_fails_also_for_a_day_after_the_pause(self):
        until = SATURDAY_MORNING + timedelta(hours=1)

        verdict = not_paused.check(request(window=window(9, 12)), volunteer(paused_until=until), context())

        assert_fails(verdict, Reason.PAUSED, paused_until=until)


class TestNotThisWeek:
    def test_passes_in_a_week_like_any_other(self):
        assert_passes(not_this_week.check(request(), volunteer(), context()))

    def test_fails_in_a_week_kept_free(self):
        verdict = not_this_week.check(request(), volunteer(is_week_off=True), context())

        assert_fails(verdict, Reason.WEEK_OFF)


class TestRequirements:
    def test_passes_when_more_is_met_than_required(self):
        vetted = volunteer(requirements_met={"reference", "training"})

        assert_passes(requirements.check(request(requirements={"reference"}), vetted, context()))

    def test_fails_naming_what_is_missing(self):
        strict = request(requirements={"reference", "training", "background_check"})

        verdict = requirements.check(strict, volunteer(requirements_met={"training"}), context())

        assert_fails(verdict, Reason.REQUIREMENT_NOT_MET, missing=("background_check", "reference"))

    def test_a_skill_is_not_a_requirement(self):
        verdict = requirements.check(request(requirements={"x"}), volunteer(skills={"x"}), context())

        assert_fails(verdict, Reason.REQUIREMENT_NOT_MET, missing=("x",))


class TestSkills:
    def test_passes_when_nothing_special_is_needed(self):
        assert_passes(skills.check(request(), volunteer(), context()))

    def test_passes_with_all_skills(self):
        able = volunteer(skills={"cooking", "lifting"})

        assert_passes(skills.check(request(required_skills={"cooking", "lifting"}), able, context()))

    def test_fails_with_some_of_them_naming_the_rest(self):
        needed = request(required_skills={"cooking", "lifting", "driving"})

        verdict = skills.check(needed, volunteer(skills={"lifting"}), context())

        assert_fails(verdict, Reason.SKILL_MISSING, missing=("cooking", "driving"))


class TestVehicle:
    @pytest.mark.parametrize("has_vehicle", [True, False, None])
    def test_passes_when_none_is_needed(self, has_vehicle):
        assert_passes(vehicle.check(request(), volunteer(has_vehicle=has_vehicle), context()))

    def test_passes_with_one(self):
        assert_passes(vehicle.check(request(needs_vehicle=True), volunteer(has_vehicle=True), context()))

    def test_fails_without_one(self):
        verdict = vehicle.check(request(needs_vehicle=True), volunteer(has_vehicle=False), context())

        assert_fails(verdict, Reason.NO_VEHICLE)

    def test_does_not_know_of_somebody_who_has_not_said(self):
        verdict = vehicle.check(request(needs_vehicle=True), volunteer(has_vehicle=None), context())

        assert_unknown(verdict, Reason.VEHICLE_NOT_SAID)


class TestLeads:
    LAST = {"leads": 1, "lead_experience": "moving"}

    def test_passes_where_nobody_need_lead(self):
        assert_passes(leads.check(request(), volunteer(), context()))

    def test_passes_while_a_place_for_anybody_is_left(self):
        asked = request(quantity=2, **self.LAST)

        assert_passes(leads.check(asked, volunteer(), context()))

    def test_passes_for_somebody_who_has_done_it_before(self):
        assert_passes(leads.check(request(**self.LAST), volunteer(experience={"moving"}), context()))

    def test_fails_for_a_newcomer_on_the_last_place(self):
        verdict = leads.check(request(**self.LAST), volunteer(experience={"roofs"}), context())

        assert_fails(verdict, Reason.LEAD_NEEDED, missing=("moving",))

    @pytest.mark.parametrize("experience", [set(), {"moving"}])
    def test_fails_without_a_car_for_the_others_to_ride_along(self, experience):
        asked = request(**self.LAST, lead_has_vehicle=True)
        verdict = leads.check(asked, volunteer(experience=experience, has_vehicle=False), context())

        assert verdict.reason is Reason.LEAD_NEEDED

    def test_does_not_know_of_somebody_who_has_not_said_whether_they_drive(self):
        asked = request(leads=1, lead_has_vehicle=True)
        verdict = leads.check(asked, volunteer(has_vehicle=None), context())

        assert_unknown(verdict, Reason.VEHICLE_NOT_SAID)


class TestLanguage:
    def test_passes_with_one_common_language(self):
        verdict = language.check(
            request(languages={"es", "en"}), volunteer(languages={"es", "so"}), context()
        )

        assert_passes(verdict, common=("es",))

    def test_a_region_does_not_part_people(self):
        verdict = language.check(request(languages={"es-MX"}), volunteer(languages={"es_ES"}), context())

        assert_passes(verdict, common=("es",))

    def test_fails_without_a_common_language(self):
        verdict = language.check(request(languages={"so", "ar"}), volunteer(), context())

        assert_fails(verdict, Reason.NO_COMMON_LANGUAGE, needed=("ar", "so"))

    def test_does_not_know_when_the_neighbour_was_not_asked(self):
        verdict = language.check(request(languages=set()), volunteer(), context())

        assert_unknown(verdict, Reason.LANGUAGE_OF_REQUEST_NOT_SAID)

    def test_does_not_know_when_the_volunteer_has_not_said(self):
        verdict = language.check(request(), volunteer(languages=set()), context())

        assert_unknown(verdict, Reason.LANGUAGE_OF_VOLUNTEER_NOT_SAID)


class TestAvailability:
    @pytest.mark.parametrize("nothing", [None, WeekSlots.never()])
    def test_does_not_know_of_somebody_who_has_given_no_time(self, nothing):
        verdict = availability.check(request(window=window(9, 12)), volunteer(week_slots=nothing), context())

        assert_unknown(verdict, Reason.AVAILABILITY_NOT_SAID)

    def test_without_a_window_one_common_slot_is_enough(self):
        mornings = request(week_slots=WeekSlots.from_pairs((day, MORNING) for day in range(7)))
        monday = volunteer(week_slots=WeekSlots.from_pairs([(MONDAY, MORNING), (MONDAY, EVENING)]))

        assert_passes(availability.check(mornings, monday, context()), slots_in_common=1)

    def test_without_a_window_no_common_slot_is_a_no(self):
        mornings = request(week_slots=WeekSlots.from_pairs([(MONDAY, MORNING)]))
        evening = volunteer(week_slots=WeekSlots.from_pairs([(MONDAY, EVENING)]))

        assert_fails(availability.check(mornings, evening, context()), Reason.NO_TIME_THEN)

    def test_an_hour_is_found_within_a_long_window(self):
        noon = volunteer(week_slots=WeekSlots.from_pairs([(MONDAY, NOON)]))

        verdict = availability.check(request(window=window(9, 17), minutes=60), noon, context())

        assert_passes(verdict, minutes_free=180, minutes_needed=60)

    def test_fails_when_the_free_time_is_a_minute_too_short(self):
        noon = volunteer(week_slots=WeekSlots.from_pairs([(MONDAY, NOON)]))

        verdict = availability.check(request(window=window(9, 17), minutes=181), noon, context())

        assert_fails(verdict, Reason.NO_TIME_THEN, minutes_free=180, minutes_needed=181)

    def test_passes_when_the_free_time_is_just_long_enough(self):
        noon = volunteer(week_slots=WeekSlots.from_pairs([(MONDAY, NOON)]))

        verdict = availability.check(request(window=window(9, 17), minutes=180), noon, context())

        assert_passes(verdict, minutes_free=180, minutes_needed=180)

    def test_a_window_shorter_than_the_task_must_be_free_altogether(self):
        morning = volunteer(week_slots=WeekSlots.from_pairs([(MONDAY, MORNING)]))

        inside = availability.check(request(window=window(10, 11), minutes=240), morning, context())
        across = availability.check(request(window=window(11, 13), minutes=240), morning, context())

        assert_passes(inside, minutes_free=60, minutes_needed=60)
        assert_fails(across, Reason.NO_TIME_THEN, minutes_free=60, minutes_needed=120)

    def test_the_hours_that_suit_the_neighbour_count_within_the_window(self):
        mornings_only = request(
            window=window(9, 17), minutes=60, week_slots=WeekSlots.from_pairs([(MONDAY, MORNING)])
        )
        noon = volunteer(week_slots=WeekSlots.from_pairs([(MONDAY, NOON)]))

        verdict = availability.check(mornings_only, noon, context())

        assert_fails(verdict, Reason.NO_TIME_THEN, minutes_free=0, minutes_needed=60)

    @pytest.mark.parametrize(("month", "day", "minutes_free"), [(3, 8, 120), (11, 1, 240)])
    def test_the_first_hours_of_a_sunday_depend_on_the_clock(self, month, day, minutes_free):
        """In Detroit the slot from midnight to three is two hours long in spring, four in autumn."""
        nights = volunteer(week_slots=WeekSlots.from_pairs([(SUNDAY, 0)]))
        long_night = request(window=window(0, 6, day=day, month=month), minutes=150)

        verdict = availability.check(long_night, nights, context())

        assert verdict.facts["minutes_free"] == minutes_free
        assert verdict.is_failure == (minutes_free < 150)


class TestDistance:
    STREET = town("A.......B", metres_per_character=500)

    def test_passes_at_the_very_edge_of_the_radius(self):
        verdict = distance.check(
            request(is_remote=False, point=self.STREET["A"]),
            volunteer(point=self.STREET["B"], radius_m=4_000),
            context(),
        )

        assert_passes(verdict, distance_m=4_000, radius_m=4_000)

    def test_fails_beyond_it_with_both_numbers(self):
        verdict = distance.check(
            request(is_remote=False, point=self.STREET["A"]),
            volunteer(point=self.STREET["B"], radius_m=3_999),
            context(),
        )

        assert_fails(verdict, Reason.TOO_FAR, distance_m=4_000, radius_m=3_999)

    def test_help_at_a_distance_comes_from_anywhere(self):
        other_side = volunteer(point=Point(180, 0), radius_m=0)

        assert_passes(distance.check(request(point=Point(0, 0)), other_side, context()))

    def test_does_not_know_where_the_request_is(self):
        verdict = distance.check(request(is_remote=False), volunteer(), context())

        assert_unknown(verdict, Reason.PLACE_OF_REQUEST_NOT_KNOWN)

    def test_does_not_know_where_the_volunteer_is(self):
        placed = request(is_remote=False, point=Point(0, 0))

        verdict = distance.check(placed, volunteer(point=None), context())

        assert_unknown(verdict, Reason.PLACE_OF_VOLUNTEER_NOT_KNOWN)

    def test_tells_the_distance_to_somebody_who_has_not_said_how_far_they_go(self):
        placed = request(is_remote=False, point=self.STREET["A"])

        verdict = distance.check(placed, volunteer(point=self.STREET["B"], radius_m=None), context())

        assert_unknown(verdict, Reason.RADIUS_NOT_SAID, distance_m=4_000)


class TestCapacity:
    @pytest.mark.parametrize("load", [0, 2])
    def test_passes_while_one_more_fits(self, load):
        verdict = capacity.check(request(), volunteer(load_this_week=load), context())

        assert_passes(verdict, load_this_week=load, capacity_per_week=3)

    @pytest.mark.parametrize("load", [3, 4])
    def test_fails_when_the_week_is_full(self, load):
        verdict = capacity.check(request(), volunteer(load_this_week=load), context())

        assert_fails(verdict, Reason.OVER_OWN_LIMIT, load_this_week=load, capacity_per_week=3)

    def test_fails_for_somebody_who_said_none_at_all(self):
        verdict = capacity.check(request(), volunteer(capacity_per_week=0), context())

        assert_fails(verdict, Reason.OVER_OWN_LIMIT, load_this_week=0, capacity_per_week=0)

    def test_weeks_gone_by_do_not_fill_this_one(self):
        verdict = capacity.check(request(), volunteer(recent_load=99), context())

        assert_passes(verdict, load_this_week=0, capacity_per_week=3)

    def test_does_not_know_of_somebody_who_named_no_limit(self):
        verdict = capacity.check(request(), volunteer(capacity_per_week=None, load_this_week=2), context())

        assert_unknown(verdict, Reason.LIMIT_NOT_SAID, load_this_week=2)
