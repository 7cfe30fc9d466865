"""The front page leads to a group, and from there straight to asking or helping."""

import pytest
from django.urls import reverse

from manyhands.apps.groups.bridge import area_by_place
from tests.worlds import make_group, make_member, sign_in

pytestmark = pytest.mark.django_db

ASK, HELP = "/g/eastside/ask/", "/g/eastside/help/"


def test_each_group_is_named_by_its_places_and_leads_to_both_ways_in(client):
    make_group(slug="eastside", area={"zips": ["48823", "48912"], "cities": ["East Lansing", "Lansing"]})

    page = client.get(reverse("groups:home")).content.decode()

    assert "East Lansing, Lansing · 48823 48912" in page
    assert f'href="{ASK}"' in page
    assert f'href="{HELP}"' in page


def test_where_one_is_only_invited_nobody_is_asked_to_sign_up(client):
    make_group(slug="eastside", join_mode="invitation")

    page = client.get(reverse("groups:home")).content.decode()

    assert f'href="{ASK}"' in page
    assert f'href="{HELP}"' not in page


def test_towns_are_looked_up_when_only_zip_codes_are_known():
    group = make_group(area={"zips": ["48823", "48912"]})

    assert area_by_place(group) == "East Lansing, Lansing · 48823 48912"


def test_many_zip_codes_are_cut_short():
    zips = [f"4890{digit}" for digit in range(1, 10)]
    group = make_group(area={"zips": zips, "cities": ["Lansing"]})

    assert area_by_place(group) == f"Lansing · {' '.join(zips[:6])} …"


def test_the_sign_in_the_header_leads_back_to_the_group_even_when_a_page_is_refused(client):
    group = make_group(slug="eastside")
    member = make_member(group, ())
    sign_in(client, member.user)

    refused = client.get("/g/eastside/settings/members/")

    assert refused.status_code == 403
    assert 'class="brand" href="/g/eastside/"' in refused.content.decode()
