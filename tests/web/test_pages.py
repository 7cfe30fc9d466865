import re
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils.translation import override

from manyhands.web import errors

STATUSES = {400: 400, 403: 403, 404: 404, 419: 403, 500: 500, 503: 503}


@pytest.fixture(autouse=True)
def practice(settings):
    settings.DEMO = True


def page(template: str, **context) -> str:
    return render_to_string(template, context, request=RequestFactory().get("/somewhere/?day=2"))


def test_every_page_names_its_language_and_direction(client):
    html = client.get("/gallery/question/", headers={"accept-language": "es"}).content.decode()

    assert '<html lang="es" dir="ltr">' in html
    assert "¿Qué te ayudaría?" in html


def test_every_page_has_what_a_keyboard_and_a_screen_reader_need(client):
    html = client.get("/gallery/").content.decode()

    assert '<a class="skip" href="#main">' in html
    assert '<main id="main" tabindex="-1"' in html
    assert html.count("<h1>") == 1
    assert '<nav class="bar-nav" aria-label="Sections">' in html
    assert html.count('aria-current="page"') == 2


def test_no_id_is_used_twice(client):
    ids = re.findall(r'\sid="([^"]+)"', client.get("/gallery/").content.decode())

    assert sorted({id_ for id_ in ids if ids.count(id_) > 1}) == []


@pytest.mark.django_db  # the view is Django's, and on PostgreSQL runs in a transaction
def test_the_language_is_switched_by_a_form_that_names_it_in_its_own_words(client):
    html = client.get("/gallery/question/?step=2").content.decode()

    assert 'name="next" value="/gallery/question/?step=2"' in html
    assert re.search(r'name="language" value="es" lang="es" dir="ltr">Español</button>', html)
    assert 'value="en"' not in html
    answer = client.post("/language/setlang/", {"language": "es", "next": "/gallery/question/"})
    assert "¿Qué te ayudaría?" in client.get(answer.url).content.decode()


def test_a_question_says_where_one_is_and_who_sees_the_answer(client):
    html = client.get("/gallery/question/").content.decode()

    assert "Question 1 of 5" in html
    assert "Seen by:" in html
    assert "This is not an emergency service" in html
    assert 'rel="noreferrer" data-leave' in html
    assert 'name="once"' in html
    assert 'name="csrfmiddlewaretoken"' in html


def test_mistakes_are_said_on_top_and_in_the_title(client):
    html = client.post("/gallery/question/", {}).content.decode()

    assert "<title>Not right yet: What would help?" in html
    assert '<a href="#id_kinds_0">Choose at least one kind of help.</a>' in html
    assert html.index("data-error-summary") < html.index("<h1>")


def test_pages_take_the_words_of_the_group():
    group = SimpleNamespace(
        name="Eastside <b>",
        slug="eastside",
        emergency_number="112",
        help_phone="517 555 0100",
        help_hours="9–17",
        phone_region="US",
    )
    html = page("web/page_public.html", group=group, heading="Hello")

    assert "<bdi>Eastside &lt;b&gt;</bdi>" in html
    assert 'href="tel:112"' in html
    assert 'href="tel:+15175550100" dir="ltr">517 555 0100</a>' in html


@pytest.mark.parametrize(("shown", "status"), STATUSES.items())
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_went_wrong_is_said_with_what_to_do(client, shown, status, language):
    response = client.get(f"/gallery/problem/{shown}/", headers={"accept-language": language})
    html = response.content.decode()

    assert response.status_code == status
    assert f'<html lang="{language}"' in html
    assert "<li>" in html


def test_the_page_of_last_resort_needs_no_request():
    with override("en"):
        response = errors.server_error(None)

    assert response.status_code == 500
    assert b"It is not your fault" in response.content


def test_an_address_that_does_not_exist_gets_our_page(client):
    response = client.get("/no/such/page/")

    assert response.status_code == 404
    assert "This page is not here" in response.content.decode()


def test_a_form_from_elsewhere_gets_our_page():
    response = Client(enforce_csrf_checks=True).post("/gallery/question/", {"kinds": "ride"})

    assert response.status_code == 403
    assert "Please send it again" in response.content.decode()


@pytest.mark.parametrize("path", ["/gallery/", "/gallery/question/", "/gallery/problem/404/"])
def test_the_gallery_is_for_practice_only(client, settings, path):
    settings.DEMO = settings.DEBUG = False
    response = client.get(path)

    assert response.status_code == 404
    assert "Every part of a page" not in response.content.decode()


def test_pages_of_a_list_keep_the_filters_in_the_address(client):
    html = client.get("/gallery/?page=3&dir=rtl").content.decode()

    assert 'rel="prev" href="?page=2&amp;dir=rtl"' in html
    assert "Page 3 of 9" in html


def test_actions_that_change_something_are_forms():
    action = SimpleNamespace(
        label="Ask", url="/ask/", method="post", fields=[("to", "7")], key="p", style="quiet"
    )
    html = page("web/components/action.html", action=action)

    assert '<form method="post" action="/ask/">' in html
    assert '<input type="hidden" name="to" value="7">' in html
    assert 'name="once"' in html
    assert 'class="btn btn-quiet" data-key="p"' in html
    assert "<a " not in html


def test_a_page_is_packed_for_whoever_can_unpack_it(client, db):
    plain = client.get("/")
    packed = client.get("/", headers={"accept-encoding": "gzip"})

    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
