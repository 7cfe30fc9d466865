"""Whatever comes in: a sentence that says what to do, and nothing typed is lost."""

from datetime import timedelta

import pytest
import time_machine

from manyhands.apps.needs.models import Need
from manyhands.apps.people.models import Person
from manyhands.storage.scope import group_scope
from tests.apps.needs.asking import NOON, Asker, errors_in, text_of

STEPS = ("who", "what", "when", "where", "reach", "more")


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def asker(group):
    return Asker(group)


def at_step(asker: Asker, step: str) -> Asker:
    before = STEPS[STEPS.index(step) - 1]
    asker.fill_in(before)
    return asker


def refused(asker: Asker, step: str, **answer: object) -> dict[str, list[str]]:
    response = asker.post(step, asker.answers[step] | answer)
    assert response.status_code == 200
    assert "Please check these answers" in text_of(response)
    return errors_in(response)


@pytest.mark.parametrize("phone", ["call me", "12", "555", "+", "++1 517", "０", "0" * 40])
def test_a_number_that_cannot_be_called(asker, phone):
    errors = refused(at_step(asker, "reach"), "reach", phone=phone)

    assert "Write it with its area code, like (517) 555-0100" in errors["phone"][0]


@pytest.mark.parametrize(
    ("phone", "kept"),
    [
        ("517-555-0142", "+15175550142"),
        ("+52 55 1234 5678", "+525512345678"),
        ("0049 30 901820", "+4930901820"),
        ("011 44 20 7946 0958", "+442079460958"),
        (" +33 (0)1 42 68 53 00 ", "+33142685300"),
        ("(517) 555-0142\u200b", "+15175550142"),
        ("٥١٧٥٥٥٠١٤٢", "+15175550142"),
    ],
)
def test_numbers_of_any_country(group, asker, phone, kept):
    response = at_step(asker, "reach").post("reach", asker.answers["reach"] | {"phone": phone})

    if phone.startswith("0049"):
        assert (
            response.status_code == 200
        )  # 00 is not how one dials abroad from here: it is said, not guessed
        return
    assert response.status_code == 302, errors_in(response)
    Asker(group, reach=asker.answers["reach"] | {"phone": phone}).ask()
    with group_scope(group.pk):
        assert Person.objects.get().phone == kept


def test_an_unknown_zip_code(asker):
    errors = refused(at_step(asker, "where"), "where", zip_code="00000")

    assert "It has five digits, like 48912" in errors["zip_code"][0]


@pytest.mark.parametrize("typed", ["4891", "SW1A 1AA", "1' OR '1'='1", "<b>48912</b>"])
def test_what_is_no_zip_code(asker, typed):
    assert "zip_code" in refused(at_step(asker, "where"), "where", zip_code=typed)


def test_a_zip_code_with_its_four_more_digits(asker):
    assert (
        at_step(asker, "where").post("where", {"place_kind": "zip", "zip_code": "48912-1234"}).status_code
        == 302
    )


def test_a_place_outside_is_signposted_and_can_still_be_sent(group, asker):
    response = at_step(asker, "where").post("where", {"place_kind": "zip", "zip_code": "90210"})

    assert response.url == asker.path("outside")
    page = text_of(asker.get("outside"))
    assert "We know of no other group here that does." in page
    assert "Go on with my request" in page
    assert "Or stay with us" not in page
    asker.answers["where"] = {"place_kind": "zip", "zip_code": "90210"}
    assert asker.ask().status_code == 200
    with group_scope(group.pk):
        assert Need.objects.select_related("place").get().place.is_outside_area


@pytest.mark.parametrize("day", ["2026-03-03", "2020-01-01", "3/1/2026", "yesterday"])
def test_a_day_that_has_gone_by(asker, day):
    errors = refused(at_step(asker, "when"), "when", when_kind="by_day", day=day)

    assert errors["day"] == ["That day has already gone by. Choose today or a day to come."]


def test_a_time_that_has_gone_by_today(asker):
    errors = refused(at_step(asker, "when"), "when", when_kind="at_time", day="2026-03-04", clock="09:00")

    assert errors["clock"] == ["That time has already gone by today. Choose a later time, or another day."]


def test_day_and_time_missing_are_both_said_at_once(asker):
    errors = refused(at_step(asker, "when"), "when", when_kind="at_time")

    assert errors == {"day": ["Say which day."], "clock": ["Say what time."]}


@pytest.mark.parametrize("day", ["2099-01-01", "2028-03-04"])
def test_a_day_in_the_far_future(asker, day):
    assert (
        "more than a year" in refused(at_step(asker, "when"), "when", when_kind="by_day", day=day)["day"][0]
    )


@pytest.mark.parametrize("day", ["2026-02-30", "gibberish", "13/45", "0000-00-00", "9" * 50])
def test_what_is_no_day(asker, day):
    errors = refused(at_step(asker, "when"), "when", when_kind="by_day", day=day)

    assert errors["day"]


@pytest.mark.parametrize(
    ("day", "clock", "due"),
    [
        ("3/6", "4 pm", "2026-03-06 16:00"),
        ("Friday", "16:30", "2026-03-06 16:30"),
        ("tomorrow", "9:15 a.m.", "2026-03-05 09:15"),
        ("6 March", "noon", None),
        ("2026-03-08", "02:30", "2026-03-08 03:30"),  # the hour that the clocks jump over
    ],
)
def test_days_and_times_as_people_write_them(group, asker, day, clock, due):
    asker.answers["when"] = {"when_kind": "at_time", "day": day, "clock": clock}
    if due is None:
        assert "clock" in refused(at_step(asker, "when"), "when")
        return
    asker.ask()
    with group_scope(group.pk):
        assert f"{Need.objects.get().due_at.astimezone(group.zone):%Y-%m-%d %H:%M}" == due


def test_a_day_that_is_not_asked_for_is_no_mistake(asker):
    assert at_step(asker, "when").post("when", {"when_kind": "any", "day": "never"}).status_code == 302


def test_a_text_of_ten_thousand_characters(asker):
    typed = "word " * 2000
    response = at_step(asker, "more").post("more", {"details": typed})

    assert errors_in(response)["details"] == [
        "This is 7,999 characters too long. Please shorten it: 2,000 fit."
    ]
    assert typed.strip() in text_of(response)


def test_exactly_as_long_as_it_may_be(asker):
    assert at_step(asker, "more").post("more", {"details": "x" * 2000}).status_code == 302


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Zoë \u202eevil", "Zoë evil"),
        ("ليلى", "ليلى"),
        ("A\u200bn\u200ba", "Ana"),
        ("Ana \U0001f33b", "Ana \U0001f33b"),
        ("\u0000Ana\u0007", "Ana"),
        ("\u1100\u1161", "가"),
    ],
)
def test_names_in_any_script(group, asker, typed, kept):
    asker.answers["reach"] = asker.answers["reach"] | {"name": typed}
    asker.fill_in()
    check = text_of(asker.get("check"))
    asker.ask()

    with group_scope(group.pk):
        assert Person.objects.get().name == kept
    assert "<script>alert" not in check


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u200d", "\u3164"])
def test_a_name_that_only_looks_like_one(asker, name):
    errors = refused(at_step(asker, "reach"), "reach", name=name)

    assert errors["name"] == ["Write a name or a nickname, so that we know what to call you."]


def test_nothing_chosen(asker):
    assert refused(asker, "who", for_whom="")["for_whom"] == ["Choose who needs help."]
    asker.fill_in("who")
    assert refused(asker, "what", kinds=[])["kinds"] == [
        "Choose what would help, or say it in your own words."
    ]


def test_a_kind_of_help_that_does_not_exist(asker):
    assert "kinds" in refused(at_step(asker, "what"), "what", kinds=["helicopter"])


@pytest.mark.parametrize("way", ["call", "text"])
def test_a_way_without_what_it_takes(asker, way):
    errors = refused(at_step(asker, "reach"), "reach", reach_by=way, phone="")

    assert errors["phone"] == ["Write a phone number, or choose another way to be reached."]


def test_what_was_typed_for_another_way_is_neither_wrong_nor_kept(group, asker):
    answer = {
        "name": "Ana",
        "reach_by": "email",
        "email": "ana@example.org",
        "phone": "nonsense",
        "language": "en",
    }
    asker.answers["reach"] = answer
    asker.ask()

    with group_scope(group.pk):
        person = Person.objects.get()
        assert (person.phone, person.email) == ("", "ana@example.org")


def test_half_an_email_address(asker):
    errors = refused(at_step(asker, "reach"), "reach", reach_by="email", email="ana@")

    assert errors["email"] == ["Write the whole e-mail address, like name@example.org."]


@pytest.mark.parametrize("count", ["-1", "31", "two", "1.5", "9" * 30])
def test_a_household_that_cannot_be(asker, count):
    assert "adult" in refused(at_step(asker, "more"), "more", adult=count)


def test_an_answer_that_does_not_fit_any_more_is_asked_again(group, asker, noon):
    asker.answers["when"] = {"when_kind": "by_day", "day": "2026-03-04"}
    asker.fill_in()
    noon.shift(timedelta(hours=14))

    response = asker.send()

    assert response.url == asker.path("when")
    assert "One of your answers does not fit any more" in text_of(asker.get("when"))
    with group_scope(group.pk):
        assert not Need.objects.exists()


def test_no_page_answers_nonsense_with_an_error_of_ours(asker):
    asker.fill_in()
    for step in (*STEPS, "check"):
        response = asker.post(
            step, dict.fromkeys(("for_whom", "kinds", "day", "place_kind", "name"), "\x00\ufffe\u202e")
        )
        assert response.status_code in (200, 302)


def test_an_address_without_a_zip_code_is_asked_for_one(asker):
    errors = refused(at_step(asker, "where"), "where", zip_code="")

    assert list(errors) == ["zip_code"]
    assert "Add the ZIP code so that we find it" in errors["zip_code"][0]
