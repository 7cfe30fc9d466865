"""A plan on a board, made by hand: what the engine would say is tested with the engine."""

import pytest

from manyhands.apps.dispatch.models import Proposal, Run, UnmetPart
from manyhands.apps.dispatch.states import RunState
from tests.apps.dispatch.conftest import NOW


@pytest.fixture
def meeting_mode():
    """Coordinators choose: a plan looks after everything."""
    return "dispatch"


@pytest.fixture
def board(group, staff_client, _today):
    """`board("since/", cursor=3)`: the text of an answer."""

    def read(path="", *, status=200, **query):
        answer = staff_client.get(f"/g/{group.slug}/board/{path}", query)
        assert answer.status_code == status
        return answer.content.decode()

    return read


@pytest.fixture
def press(group, staff_client, _today):
    """`press("ask/", part=part.pk)`: the page that follows."""

    def send(path, **fields):
        answer = staff_client.post(f"/g/{group.slug}/board/{path}", fields, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    return send


@pytest.fixture
def make_run(group):
    def make(state=RunState.DONE, *, is_optimal=True, **more):
        certificate = {"is_feasible": True, "is_optimal": is_optimal} if state == RunState.DONE else {}
        finished_at = NOW if state in (RunState.DONE, RunState.FAILED) else None
        return Run.objects.create(
            group=group, cause="requested", state=state, requested_at=NOW, finished_at=finished_at,
            certificate=certificate, **more,
        )  # fmt: skip

    return make


@pytest.fixture
def propose(group, make_run):
    """`propose(part, ana)`: in the same plan as the one before."""
    runs = []

    def add(part, helper):
        runs.extend([] if runs else [make_run()])
        return Proposal.objects.create(
            group=group,
            run=runs[0],
            part=part,
            helper=helper.person,
            volunteer=helper.volunteer,
            distance_m=900,
        )

    return add


@pytest.fixture
def unmet(group):
    def add(run, part):
        return UnmetPart.objects.create(group=group, run=run, part=part, people_missing=1)

    return add
