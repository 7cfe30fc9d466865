"""What the demo prints: addresses that open it in each role, and where its mail is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from manyhands.apps.accounts.models import OneTimeLink
from manyhands.cli.demo.groups import GROUPS
from manyhands.cli.demo.roles import LINKS_LIVE, ROLES, print_ways_in
from tests.worlds import make_group, make_need, make_user

pytestmark = pytest.mark.django_db


def test_it_says_each_way_in_and_in_which_language(capsys, settings):
    at = timezone.now()
    for demo in GROUPS[:2]:
        group = make_group(demo.name)
        type(group).objects.filter(pk=group.pk).update(slug=demo.slug)
        group.refresh_from_db()
        make_need(group)
        language = "en" if demo == GROUPS[0] else "es"
        make_user(f"volunteer0@{demo.slug}.example.org", language=language)
    for role, _label, _page in ROLES:
        make_user(f"{role}@{GROUPS[0].slug}.example.org")

    print_ways_in(at=at)
    said = capsys.readouterr().out

    assert "  Volunteer  " in said
    assert "  Volunteer who chooses, reads Spanish  " in said
    assert f"as often as you like for {LINKS_LIVE.days} days" in said
    assert f"coordinator@{GROUPS[0].slug}.example.org" in said
    assert str(settings.EMAIL_FILE_PATH) in said
    links = OneTimeLink.objects.all()
    assert links.count() == len(ROLES) + 2
    assert {link.expires_at for link in links} == {at + LINKS_LIVE}
    assert timedelta(days=1) < LINKS_LIVE <= timedelta(days=14)
