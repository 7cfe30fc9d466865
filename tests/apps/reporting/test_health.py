"""Figures for whoever runs the installation: true, few, and about nobody."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from manyhands.apps.reporting.queries.health import list_figures
from tests.worlds import make_group, make_need

WORD = "a-word-of-our-own"
pytestmark = pytest.mark.django_db


def ask(client, word=WORD):
    return client.get("/metrics", headers={"authorization": f"Bearer {word}"} if word else {})


def figures_in(answer):
    lines = (line for line in answer.content.decode().splitlines() if line and not line.startswith("#"))
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_without_the_setting_there_is_nothing(client):
    assert ask(client).status_code == ask(client, "").status_code == 404


@pytest.mark.parametrize("word", ["", "another", "é", WORD + " "])
def test_for_whoever_does_not_know_the_word_there_is_nothing(client, settings, word):
    settings.METRICS_TOKEN = WORD

    assert ask(client, word.encode().decode("latin-1")).status_code == 404


def test_it_says_what_waits_and_for_how_long(client, settings, tmp_path):
    settings.METRICS_TOKEN = WORD
    settings.BACKUP_DIR = str(tmp_path)
    old = tmp_path / "old.backup"
    old.write_bytes(b"")
    at = timezone.now()
    os.utime(old, (at.timestamp() - 7200, at.timestamp() - 7200))
    OrmQ.objects.all().delete()
    OrmQ.objects.create(key="manyhands", payload="", lock=at - timedelta(minutes=5))
    OrmQ.objects.create(key="manyhands", payload="", lock=at + timedelta(minutes=5))
    make_need(make_group(slug="one"), urgency=4, at=at - timedelta(hours=3))
    make_need(make_group(slug="two"), urgency=1, at=at - timedelta(hours=9))

    before = {(name, *labels.values()): value for name, _about, labels, value in list_figures(at=at)}
    told = figures_in(ask(client))

    assert before["manyhands_jobs_waiting",] >= 1
    assert before["manyhands_oldest_job_seconds",] == pytest.approx(300)
    assert before["manyhands_open_requests",] == 2
    assert before["manyhands_urgent_requests",] == 1
    assert before["manyhands_oldest_urgent_request_seconds",] == pytest.approx(3 * 3600)
    assert before["manyhands_backup_age_seconds",] == pytest.approx(7200, abs=1)
    assert before["manyhands_messages", "failed"] == 0
    assert told["manyhands_urgent_requests"] == 1
    assert told['manyhands_messages{state="unconfirmed"}'] == 0


def test_requests_are_counted_by_route_and_status_and_nothing_else(client, settings):
    settings.METRICS_TOKEN = WORD
    group = make_group(slug="canary-group")

    for _number in range(3):
        client.get(f"/g/{group.slug}/?name=Canary")
    client.get("/canary/")
    client.generic("CANARY", "/")
    answer = ask(client)
    told = figures_in(answer)

    assert told['manyhands_requests_total{method="GET",route="groups:public",status="200"}'] >= 3
    assert told['manyhands_requests_total{method="GET",route="-",status="404"}'] >= 1
    assert told['manyhands_requests_total{method="other",route="-",status="405"}'] >= 1
    assert "anary" not in answer.content.decode()


def test_it_takes_a_few_queries_however_much_there_is(django_assert_num_queries):
    for number in range(4):
        make_need(make_group(slug=f"group-{number}"))

    with django_assert_num_queries(4):
        list_figures(at=timezone.now())


COUNT = """
import os, sys
import django
django.setup()
from manyhands.web.figures import count_request, tell_requests
for _ in range(int(sys.argv[1])):
    count_request(method="GET", route="a:page", status=200, seconds=0.02)
print(tell_requests().decode())
"""


def test_what_several_processes_count_is_told_as_one(tmp_path):
    environment = {
        **os.environ, "MANYHANDS_METRICS_TOKEN": WORD, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
    }  # fmt: skip

    for many in ("2", "3"):
        said = subprocess.run(
            [sys.executable, "-c", COUNT, many], env=environment, capture_output=True, text=True, check=True
        ).stdout

    assert 'manyhands_requests_total{method="GET",route="a:page",status="200"} 5.0' in said
