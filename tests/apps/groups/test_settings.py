"""Settings, the pause, the public page and the first page."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from manyhands.apps.groups.actions import change_group, pause_intake
from manyhands.apps.groups.bridge import list_styles
from manyhands.apps.groups.models import Group
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import is_in_area, is_intake_paused, list_listed_groups
from manyhands.apps.groups.words import way_in_words
from manyhands.apps.journal.models import Entry
from manyhands.apps.people.models import Organisation, Volunteer
from manyhands.core.dispatch.arrays import from_arrays
from manyhands.core.dispatch.objectives.styles import STYLES, weights_of
from manyhands.core.dispatch.solvers import solve
from manyhands.core.gazetteer import find_zip
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.queries import at_most_queries
from tests.worlds import make_group, make_member, make_user, make_volunteer, sign_in

pytestmark = pytest.mark.django_db
BY = Actor.system("test")


@pytest.fixture
def group(db):
    group = make_group("Eastside Neighbours", about="We help.", signpost="Call 211.\nhttps://211.org")
    with group_scope(group.pk):
        yield group


ABOUT = {
    "name": "East",
    "about": "",
    "help_phone": "",
    "help_hours": "",
    "emergency_number": "112",
    "signpost": "",
}


def test_only_what_differs_is_written_and_noted(group, organiser_client):
    organiser_client.post(group_path(group, "groups:settings"), ABOUT | {"is_listed": "on"})

    group.refresh_from_db()
    assert (group.name, group.emergency_number) == ("East", "112")
    assert Entry.objects.get(verb="group.changed").fields == ["about", "emergency_number", "name", "signpost"]


def test_saving_without_a_change_leaves_no_line(group):
    change_group(group, {"name": group.name}, by=BY, at=timezone.now())

    assert not Entry.objects.filter(verb="group.changed").exists()


@pytest.mark.parametrize("name", ["slug", "pk", "created_at", "intake_paused_until", "nonsense"])
def test_what_is_no_setting_cannot_be_written(group, name):
    with pytest.raises(ValueError, match=name):
        change_group(group, {name: "x"}, by=BY, at=timezone.now())


@pytest.mark.parametrize(
    ("section", "said", "field"),
    [
        ("meeting", {"meeting_mode": "chaos"}, "meeting_mode"),
        ("meeting", {"plan_style": "chaos"}, "plan_style"),
        ("meeting", {"invite_chance_percent": "49"}, "invite_chance_percent"),
        ("meeting", {"invite_chance_percent": "96"}, "invite_chance_percent"),
        ("map", {"base_map": "own"}, "base_map"),
        ("languages", {"languages": ["xx"]}, "languages"),
        ("languages", {"languages": []}, "languages"),
        ("languages", {"time_zone": "Mars/Olympus"}, "time_zone"),
        ("keeping", {"keep_closed_days": "90", "keep_at_most_days": "30"}, "keep_at_most_days"),
        ("keeping", {"grace_hours": "-1"}, "grace_hours"),
    ],
)
def test_what_cannot_be_set(group, organiser_client, section, said, field):
    url = group_path(group, "groups:settings_section", section=section)
    form = organiser_client.get(url).context["form"]
    response = organiser_client.post(url, {name: form[name].value() for name in form.fields} | said)

    assert list(response.context["form"].errors) == [field]


@pytest.mark.parametrize("section", ["meeting", "map", "languages", "keeping"])
def test_a_section_saved_as_it_is_changes_nothing(group, organiser_client, section):
    url = group_path(group, "groups:settings_section", section=section)
    form = organiser_client.get(url).context["form"]
    response = organiser_client.post(url, {name: form[name].value() for name in form.fields})

    assert response.status_code == 302
    assert not Entry.objects.filter(verb="group.changed").exists()


def test_a_map_file_can_be_chosen_where_the_host_has_one(group, organiser_client, settings):
    settings.MAP_FILE = "/srv/maps/town.pmtiles"
    organiser_client.post(group_path(group, "groups:settings_section", section="map"), {"base_map": "own"})
    group.refresh_from_db()

    assert group.base_map == "own"


def test_unknown_sections_are_not_found(group, organiser_client):
    assert (
        organiser_client.get(group_path(group, "groups:settings_section", section="nonsense")).status_code
        == 404
    )
    assert (
        organiser_client.get(group_path(group, "groups:settings_section", section="about")).status_code == 404
    )


def test_the_area(group, organiser_client):
    organiser_client.post(
        group_path(group, "groups:area"), {"middle_zip": "48933", "miles": "4", "is_circle": "on", "zips": ""}
    )
    group.refresh_from_db()

    assert group.area_kind == "circle"
    assert is_in_area(group, zip_code="48912", position=None)
    assert not is_in_area(group, zip_code="48864", position=None)
    assert is_in_area(group, zip_code="", position=None)
    assert (
        "Up to 4 mi around Lansing 48933"
        in organiser_client.get(group_path(group, "groups:area")).content.decode()
    )


def test_places_lie_in_zip_codes_by_their_zip_code(group):
    okemos = find_zip("48864")
    assert okemos is not None

    assert is_in_area(group, zip_code="48912-1234", position=okemos.centre)
    assert not is_in_area(group, zip_code="48864", position=None)


# --- the pause ------------------------------------------------------------------------------------------


def test_a_pause_is_said_on_the_public_page_and_ends_by_itself(group, organiser_client, client, time_machine):
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    day = (now.astimezone(group.zone) + timedelta(days=2)).date()
    organiser_client.post(
        group_path(group, "groups:pause"), {"until": day.isoformat(), "note": "Full <b>house</b>."}
    )
    group.refresh_from_db()

    assert is_intake_paused(group, at=now)
    assert group.intake_paused_until.astimezone(group.zone).date() == day
    page = client.get(group_path(group, "groups:public")).content.decode()
    assert "Full &lt;b&gt;house&lt;/b&gt;." in page
    assert "I need help" not in page

    time_machine.shift(timedelta(days=3))
    assert "I need help" in client.get(group_path(group, "groups:public")).content.decode()


@pytest.mark.parametrize("until", ["", "2020-01-01", "tomorrow", "today"])
def test_a_pause_needs_a_day_to_come(group, organiser_client, until):
    if until == "today":
        until = timezone.now().astimezone(group.zone).date().isoformat()
    response = organiser_client.post(group_path(group, "groups:pause"), {"until": until, "note": ""})

    assert response.context["form"].errors["until"]


def test_a_pause_can_end_early(group, organiser_client):
    pause_intake(group, until=timezone.now() + timedelta(days=2), note="Full.", by=BY, at=timezone.now())
    organiser_client.post(group_path(group, "groups:resume"))
    group.refresh_from_db()

    assert not is_intake_paused(group, at=timezone.now())
    assert group.intake_pause_note == ""


# --- what everybody sees --------------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "kind"), [("en", "Groceries"), ("es", "Comestibles")])
def test_the_public_page_speaks_both_languages(client, group, language, kind):
    client.cookies["django_language"] = language
    page = client.get(group_path(group, "groups:public")).content.decode()

    assert kind in page
    assert 'href="https://211.org"' in page


@pytest.mark.parametrize(("helpers", "shown"), [(9, False), (10, True)])
def test_small_numbers_are_not_published(client, group, helpers, shown):
    for _number in range(helpers):
        make_volunteer(group)
    page = client.get(group_path(group, "groups:public")).content.decode()

    assert ("Who helps" in page) is shown


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["10 people", "1 organisation"]), ("es", ["10 personas", "1 organización"])],
)
def test_counted_are_those_who_help_and_not_those_who_only_look_after_the_group(
    client, group, language, said
):
    """Nor whoever waits for a yes, has a break, helps for another group, or only asks."""
    helpers = [make_volunteer(group) for _number in range(13)]
    with group_scope(group.pk):
        for helper, state in zip(helpers, ("applicant", "paused", "partner"), strict=False):
            Volunteer.objects.filter(pk=helper.pk).update(state=state)
        for can_help in (True, False):
            Organisation.objects.create(
                group=group, name="Oak Pantry", contact=helpers[0].person, state="active",
                can_help=can_help, created_at=timezone.now(),
            )  # fmt: skip
    make_member(group, ("coordinator",))

    page = client.get(
        group_path(group, "groups:public"), headers={"accept-language": language}
    ).content.decode()

    [counted] = re.findall(r'<dd><ul class="dots">(.*?)</ul>', page)
    assert re.findall(r"<li>(.*?)</li>", counted) == said


def test_a_closed_group_does_not_offer_joining(client, group):
    group.join_mode = "invitation"
    group.save()

    assert "I want to help" not in client.get(group_path(group, "groups:public")).content.decode()


def test_the_qr_code_is_a_drawing(client, group):
    response = client.get(group_path(group, "groups:public_qr"))

    assert response["Content-Type"] == "image/svg+xml"
    assert b"<svg" in response.content
    assert "script" not in response.content.decode()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Eastside", "Portland"]),
        ("east", ["Eastside"]),
        ("48912", ["Eastside"]),
        ("97201", ["Portland"]),
        ("xyz", []),
    ],
)
def test_groups_are_found_by_name_or_zip_code(search, found):
    make_group("Eastside")
    make_group("Portland", area={"zips": ["97201"]})
    make_group("Hidden", is_listed=False)

    assert [group.name for group in list_listed_groups(search)] == found


def test_the_first_page_shows_my_groups_and_who_waits_there(client):
    user = make_user()
    mine = make_group("Mine", organiser=user)
    for _number in range(2):
        make_member(mine, (), state="applicant")
    make_group("Other")
    sign_in(client, user)
    response = client.get(reverse("groups:home"))

    assert [(row.membership.group.name, row.applicants) for row in response.context["my_groups"]] == [
        ("Mine", 2)
    ]
    assert "2 people want to join" in response.content.decode()


def test_whoever_may_not_answer_is_not_told_who_waits(client):
    group = make_group()
    make_member(group, (), state="applicant")
    member = make_member(group, ())
    sign_in(client, member.user)

    assert [row.applicants for row in client.get(reverse("groups:home")).context["my_groups"]] == [0]


def test_the_first_page_takes_a_fixed_number_of_queries(client):
    user = make_user()
    sign_in(client, user)
    for number in range(6):
        make_group(f"Group {number}", organiser=user)

    with at_most_queries(9):
        client.get(reverse("groups:home"))


def test_the_public_page_takes_a_fixed_number_of_queries(client, group):
    with at_most_queries(8):
        client.get(group_path(group, "groups:public"))
    assert Group.objects.count() == 1


# --- what the styles of plans mean -------------------------------------------------------------------------


def test_each_style_stands_with_its_weights_and_an_example_worked_out_from_them(group, organiser_client):
    page = organiser_client.get(
        group_path(group, "groups:settings_section", section="meeting")
    ).content.decode()

    for style in STYLES.values():
        assert f"load {style.weights.load:,}, way {style.weights.travel}" in page
    assert page.count("Ana is asked as long as her way is no more than") == len(STYLES)


@pytest.mark.parametrize("name", STYLES)
@pytest.mark.parametrize(("more_m", "asked"), [(-20, "Ana"), (20, "Luis")])
def test_the_example_is_what_the_engine_does(name, more_m, asked):
    """A little nearer than the number on the page Ana is asked, a little farther Luis."""
    style = {one.name: one for one in list_styles()}[name]
    far_m = max(0, style.farther_m + more_m)
    problem = from_arrays(
        requests={"id": ["r"], "x_m": [0], "y_m": [0], "weight": [10]},
        volunteers={
            "id": ["Ana", "Luis"],
            "x_m": [far_m, 0],
            "y_m": [0, 0],
            "radius_m": [100_000, 100_000],
            "capacity": [2, 1],
            "tasks_per_week": [2, 2],
            "recent": [0, 1],
        },
    )

    chosen = solve(problem, weights=weights_of(name)).pairs[0, 1]

    assert str(problem.volunteers.id[chosen]) == asked


@pytest.mark.parametrize(
    ("way_m", "unit", "said"),
    [
        (10, "km", "10 m"),
        (3_000, "km", "3 km"),
        (10, "mi", "33 ft"),
        (400, "mi", "0.2 mi"),
        (40_000, "mi", "24.9 mi"),
    ],
)
def test_ways_that_are_nobodys_are_said_exactly(way_m, unit, said):
    assert way_in_words(way_m, unit) == said
