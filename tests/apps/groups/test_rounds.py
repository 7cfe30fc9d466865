"""What the clock does for every group in turn."""

import pytest
from django.db import transaction
from django_q.models import OrmQ

from manyhands.apps.groups.actions import for_each_group, rounds
from manyhands.storage.scope import find_scope
from manyhands.web.jobs import enqueue_after_commit
from tests.journeys.worker import work_to_the_end
from tests.worlds import make_group

done: list[int] = []


def go_round(after: int = 0) -> None:
    for_each_group(go_round, lambda group: done.append(group.pk), after=after)


@pytest.fixture
def groups(db):
    done.clear()
    return [make_group().pk for _number in range(3)]


def test_every_group_has_its_turn_in_its_own_scope(groups):
    scopes = []

    assert for_each_group(go_round, lambda group: scopes.append((group.pk, find_scope())), after=0)
    assert [pk for pk, _scope in scopes] == groups
    assert all(scope.group_ids == {pk} for pk, scope in scopes)


def test_the_trouble_of_one_is_written_down_and_keeps_no_other_waiting(groups, caplog):
    def stumble(group):
        done.append(group.pk)
        if group.pk == groups[0]:
            raise RuntimeError("odd")

    assert for_each_group(go_round, stumble, after=0)
    assert done == groups
    assert f"test_rounds.go_round: group {groups[0]}" in caplog.text


def test_a_long_round_goes_on_in_other_jobs_where_it_stopped(groups, monkeypatch):
    monkeypatch.setattr(rounds, "ROUND_SECONDS", -1.0)
    go_round()

    assert done == groups[:1]
    work_to_the_end()
    assert done == groups


def test_whoever_stops_in_between_says_that_it_is_not_the_end(groups, monkeypatch):
    monkeypatch.setattr(rounds, "ROUND_SECONDS", -1.0)

    assert not for_each_group(go_round, done.append, after=0)
    assert for_each_group(go_round, done.append, after=groups[1])


@pytest.mark.django_db(transaction=True)
def test_what_each_group_asks_for_is_one_job():
    groups = [make_group() for _number in range(3)]

    def ask(group):
        done.append(group.pk)
        with transaction.atomic():
            enqueue_after_commit("tests.apps.groups.test_rounds.send")
            enqueue_after_commit("tests.apps.groups.test_rounds.send", group.pk)

    for_each_group(go_round, ask, after=0)
    asked = [(job.func(), job.args()) for job in OrmQ.objects.order_by("pk")]

    assert asked[0] == ("tests.apps.groups.test_rounds.send", ())
    assert [args for _name, args in asked] == [(), *((group.pk,) for group in groups)]
