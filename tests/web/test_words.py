from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.template import Context, Template
from django.utils.translation import override

from manyhands.web.words import (
    date_in_words,
    dated_moment_in_words,
    day_in_words,
    distance_in_words,
    kept_in_words,
    moment_in_words,
    month_in_words,
    size_in_words,
    time_left_in_words,
    waited_in_words,
    weekday_and_date,
    weekday_in_words,
    window_in_words,
)

DETROIT = ZoneInfo("America/Detroit")
# A Wednesday, ten in the morning in Detroit.
AT = datetime(2026, 6, 3, 14, tzinfo=UTC)


def local(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=DETROIT).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "english", "spanish"),
    [
        (local(3, 17), "today 5 pm", "hoy, 5 p. m."),
        (local(4, 16, 30), "tomorrow 4:30 pm", "mañana, 4:30 p. m."),
        (local(2, 9), "yesterday 9 am", "ayer, 9 a. m."),
        (local(9, 8, 30), "Tue 8:30 am", "mar, 8:30 a. m."),
        (local(10, 8), "Wed 10 June, 8 am", "mié 10 de Junio, 8 a. m."),
        (local(1, 12), "Mon 1 June, 12 noon", "lun 1 de Junio, 12 del mediodía"),
        (local(3, 0), "yesterday, end of the day", "ayer, al final del día"),
    ],
)
def test_a_moment_is_said_as_people_say_it(moment, english, spanish):
    with override("en"):
        assert moment_in_words(moment, at=AT, zone=DETROIT) == english
    with override("es"):
        assert moment_in_words(moment, at=AT, zone=DETROIT).lower() == spanish.lower()


@pytest.mark.parametrize(
    ("moment", "english", "spanish"),
    [
        (local(3, 17), "today 5 pm", "hoy, 5 p. m."),
        (local(9, 0), "Mon 8 June, end of the day", "lun 8 de junio, al final del día"),
        (local(9, 8, 30), "Tue 9 June, 8:30 am", "mar 9 de junio, 8:30 a. m."),
        (local(10, 8), "Wed 10 June, 8 am", "mié 10 de junio, 8 a. m."),
        (datetime(2027, 1, 4, 15, tzinfo=UTC), "4 January 2027, 10 am", "4 de enero de 2027, 10 a. m."),
    ],
)
def test_in_a_list_over_weeks_a_moment_has_its_date(moment, english, spanish):
    with override("en"):
        assert dated_moment_in_words(moment, at=AT, zone=DETROIT) == english
    with override("es"):
        assert dated_moment_in_words(moment, at=AT, zone=DETROIT).lower() == spanish


def test_a_moment_is_seen_from_the_zone_of_the_group():
    late = datetime(2026, 6, 4, 1, tzinfo=UTC)

    assert moment_in_words(late, at=AT, zone=DETROIT) == "today 9 pm"
    assert moment_in_words(late, at=AT, zone=ZoneInfo("Europe/Madrid")) == "tomorrow 3 am"


def test_a_day_of_another_year_names_the_year():
    assert day_in_words(date(2025, 12, 24), today=date(2026, 6, 3)) == "24 December 2025"


@pytest.mark.parametrize(
    ("day", "english", "spanish"),
    [
        (date(2026, 6, 4), "Thu 4 June", "jue 4 de junio"),
        (date(2027, 1, 2), "2 January 2027", "2 de enero de 2027"),
    ],
)
def test_a_day_of_the_calendar_fits_any_sentence(day, english, spanish):
    """ "Until tomorrow" is "hasta mañana" and "until Thursday" "hasta el jueves": a date is one thing in both."""
    with override("en"):
        assert date_in_words(day, today=date(2026, 6, 3)) == english
    with override("es"):
        assert date_in_words(day, today=date(2026, 6, 3)) == spanish


def test_what_is_kept_says_its_year():
    with override("en"):
        assert kept_in_words(AT, zone=DETROIT) == "3 June 2026, 10 am"
        assert kept_in_words(date(2026, 6, 3), zone=DETROIT) == "3 June 2026"
        assert month_in_words(date(2026, 6, 3)) == "June 2026"
    with override("es"):
        assert kept_in_words(AT, zone=DETROIT) == "3 de junio de 2026, 10 a. m."
        assert month_in_words(date(2026, 6, 3)) == "junio de 2026"


@pytest.mark.parametrize(
    ("left", "english", "spanish"),
    [
        (timedelta(seconds=20), "1 minute", "1 minuto"),
        (timedelta(minutes=59, seconds=1), "1 hour", "1 hora"),
        (timedelta(hours=30, minutes=1), "31 hours", "31 horas"),
        (timedelta(hours=48), "2 days", "2 días"),
        (timedelta(days=3, minutes=1), "4 days", "4 días"),
        (timedelta(minutes=-5), "1 minute", "1 minuto"),
    ],
)
def test_nobody_comes_back_too_early(left, english, spanish):
    with override("en"):
        assert time_left_in_words(AT + left, at=AT) == english
    with override("es"):
        assert time_left_in_words(AT + left, at=AT) == spanish


@pytest.mark.parametrize(
    ("size_bytes", "english", "spanish"),
    [
        (0, "1 KB", "1 KB"),
        (340_400, "340 KB", "340 KB"),
        (999_600, "1 MB", "1 MB"),
        (1_027_174, "1 MB", "1 MB"),
        (1_234_567, "1.2 MB", "1,2 MB"),
        (10_485_760, "10 MB", "10 MB"),
    ],
)
def test_a_file_is_as_large_as_a_telephone_says(size_bytes, english, spanish):
    with override("en"):
        assert size_in_words(size_bytes) == english
    with override("es"):
        assert size_in_words(size_bytes) == spanish


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "english", "spanish"),
    [
        (None, None, "any time", "en cualquier momento"),
        (local(4, 16), None, "tomorrow after 4 pm", "mañana, después de las 4 p. m."),
        (local(4, 13), None, "tomorrow after 1 pm", "mañana, después de la 1 p. m."),
        (local(4, 12), None, "tomorrow after 12 noon", "mañana, después de las 12 del mediodía"),
        (local(4, 0), None, "from tomorrow", "desde mañana"),
        (None, local(5, 18), "by Fri 6 pm", "hasta el vie a las 6 p. m."),
        (None, local(6, 0), "by Fri", "hasta el vie"),
        (local(4, 14), local(4, 18), "tomorrow 2 pm to 6 pm", "mañana, de 2 p. m. a 6 p. m."),
        (local(4, 0), local(5, 0), "tomorrow", "mañana"),
        (local(4, 16), local(5, 0), "tomorrow after 4 pm", "mañana, después de las 4 p. m."),
        (local(4, 9), local(6, 12), "tomorrow to Sat", "de mañana a sáb"),
        (local(1, 9), local(5, 13), "by Fri 1 pm", "hasta el vie a la 1 p. m."),
        (local(3, 9), local(3, 13), "by today 1 pm", "hasta hoy a la 1 p. m."),
        (local(3, 0), local(4, 0), "today", "hoy"),
        (local(2, 14), local(2, 18), "yesterday 2 pm to 6 pm", "ayer, de 2 p. m. a 6 p. m."),
        (local(1, 9), None, "any time", "en cualquier momento"),
    ],
)
def test_a_window_is_said_as_people_say_it(starts_at, ends_at, english, spanish):
    with override("en"):
        assert window_in_words(starts_at, ends_at, at=AT, zone=DETROIT) == english
    with override("es"):
        assert window_in_words(starts_at, ends_at, at=AT, zone=DETROIT).lower() == spanish.lower()


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(seconds=-20), "just now"),
        (timedelta(minutes=59), "waiting 59 min"),
        (timedelta(hours=5, minutes=50), "waiting 5 h"),
        (timedelta(hours=24), "waiting 1 day"),
        (timedelta(days=9), "waiting 9 days"),
        (timedelta(days=13, hours=23), "waiting 13 days"),
        (timedelta(days=14), "waiting 2 weeks"),
        (timedelta(days=59), "waiting 8 weeks"),
        (timedelta(days=60), "waiting 2 months"),
        (timedelta(days=336), "waiting 11 months"),
        (timedelta(days=729), "waiting 24 months"),
        (timedelta(days=730), "waiting 2 years"),
    ],
)
def test_waiting_is_said_in_the_largest_unit_that_fits(ago, words):
    assert waited_in_words(AT - ago, at=AT) == words


def test_long_waiting_in_spanish():
    with override("es"):
        assert waited_in_words(AT - timedelta(days=336), at=AT) == "espera desde hace 11 meses"
        assert waited_in_words(AT - timedelta(days=15), at=AT) == "espera desde hace 2 semanas"


@pytest.mark.parametrize(
    ("distance_m", "unit", "words"),
    [
        (1234, "km", "1 km"),
        (12_340, "km", "12 km"),
        (1_290, "km", "1.5 km"),
        (9_970, "km", "10 km"),
        (40, "km", "less than 0.5 km"),
        (1609.344, "mi", "1 mi"),
        (30_000, "mi", "19 mi"),
        (90, "mi", "less than 0.5 mi"),
    ],
)
def test_distances_come_in_the_unit_of_the_group(distance_m, unit, words):
    assert distance_in_words(distance_m, unit) == words


def test_numbers_follow_the_language():
    with override("es"):
        assert distance_in_words(1434, "km") == "1,5 km"


@time_machine.travel(AT, tick=False)
def test_templates_say_the_same():
    template = Template(
        "{{ moment|in_words:zone }}, {{ moment|waited }}, {{ metres|distance:'mi' }}, {% window moment None zone %}"
    )
    said = template.render(Context({"moment": local(3, 8), "zone": DETROIT, "metres": 3219}))

    assert said == "today 8 am, waiting 2 h, 2 mi, any time"


@time_machine.travel(AT, tick=False)
def test_a_moment_belongs_to_the_day_of_the_group():
    """An hour before midnight in Detroit is the next day in UTC."""
    late = Context({"moment": local(3, 23), "day": date(2026, 6, 4), "zone": DETROIT})
    template = Template(
        "{{ moment|day:zone }}, {{ moment|month:zone }}, {{ day|day:zone }}, {{ day|in_words:zone }}"
    )

    assert template.render(late) == "Wed 3 June, June 2026, Thu 4 June, tomorrow"


def test_what_is_missing_is_not_said():
    template = Template("[{{ nothing|in_words }}{{ nothing|day }}{{ nothing|waited }}{{ nothing|distance }}]")

    assert template.render(Context({"nothing": None})) == "[]"


def test_a_window_of_one_moment_is_said_once():
    moment = datetime(2026, 6, 2, 22, 0, tzinfo=UTC)

    assert window_in_words(
        moment, moment, at=datetime(2026, 6, 2, 12, 0, tzinfo=UTC), zone=ZoneInfo("America/Detroit")
    ) == ("today 6 pm")


@pytest.mark.parametrize(
    ("day", "english", "spanish"),
    [
        (date(2026, 3, 12), "Thursday", "jueves"),
        (date(2026, 3, 17), "Tuesday", "martes"),
        (date(2026, 3, 18), "Wednesday 18 March", "miércoles 18 de marzo"),
    ],
)
def test_a_day_to_come_in_full(day, english, spanish):
    today = date(2026, 3, 11)
    assert weekday_in_words(day, today=today) == english
    with override("es"):
        assert weekday_in_words(day, today=today).lower() == spanish


def test_a_day_with_its_date():
    assert weekday_and_date(date(2026, 11, 23)) == "Monday 23 November"
    with override("es"):
        assert weekday_and_date(date(2026, 11, 23)).lower() == "lunes 23 de noviembre"
