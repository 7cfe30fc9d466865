"""`manyhands replay` makes a past plan again, and says what differs."""

import pytest

from manyhands.apps.dispatch.bridge.planning.kept_question import keep, open_kept
from manyhands.apps.dispatch.models import Run
from manyhands.apps.groups.models import Category, translated
from manyhands.apps.needs.models import NeedPart
from manyhands.cli.language import speak
from manyhands.cli.main import main
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW
from tests.apps.dispatch.planning import plan_now
from tests.worlds import make_group, make_need, make_volunteer


@pytest.fixture
def group(db, time_machine):
    time_machine.move_to(NOW, tick=False)
    group = make_group(meeting_mode="dispatch", slug="eastside", at=NOW)
    make_need(group, at=NOW)
    make_need(group, ("prepared_meal",), name="Ben Hill", at=NOW)
    make_volunteer(group, "Ana Ruiz", tasks_per_week=1, at=NOW)
    return group


@pytest.fixture
def run(group):
    with group_scope(group.pk):
        return plan_now(group)


@pytest.fixture
def replay(capsys):
    def replay(*arguments: object) -> tuple[int, str, str]:
        code = main(
            ["replay", *map(str, arguments), *([] if "--language" in arguments else ["--language", "en"])]
        )
        told = capsys.readouterr()
        return code, told.out, told.err

    yield replay
    speak("en")


def change(run, **changes) -> None:
    with group_scope(run.group_id):
        Run.objects.filter(pk=run.pk).update(**changes)


def test_the_same_plan_is_proven_again(group, run, replay):
    code, out, _ = replay("eastside", run.pk)

    assert code == 0
    assert "The same plan, proven again: 1 line" in out
    assert run.certificate["input_hash"][:12] in out
    measures = {
        name: one for name, one in run.certificate["objective"].items() if name not in ("tie", "total")
    }
    assert sum(measures.values()) == run.certificate["objective"]["total"] // 32
    assert f"costs as much as {sum(measures.values()) / 100:.0f} km of way" in out
    assert "Ana" not in out


def test_it_says_why_from_what_was_kept_then(group, run, replay):
    with group_scope(group.pk):
        part = run.proposals.get().part
        met, kind = part.need.reference, translated(part.category.names, "en")
        unmet = NeedPart.objects.exclude(pk=part.pk).get().need.reference
    sentences = {
        reference: replay("eastside", "latest", "--why", reference.lower())[1] for reference in (met, unmet)
    }

    assert f"\n{met}, {kind}: Ana Ruiz" in sentences[met]
    assert sentences[unmet].splitlines()[2:] != sentences[met].splitlines()[2:]
    code, _, error = replay("eastside", run.pk, "--why", "mh-9999")
    assert (code, "There is no request MH-9999" in error) == (2, True)


def test_of_what_the_plan_was_not_asked_it_says_why(group, run, replay):
    with group_scope(group.pk):
        later = make_need(group, ("ride",), name="Cy Poe", at=NOW).reference
        code, _, error = replay("eastside", run.pk, "--why", later)
        assert (code, "nobody was looked for when it was made" in error) == (2, True)
        Category.objects.filter(group=group, key="ride").update(meeting_mode="open_claim")
        code, _, error = replay("eastside", run.pk, "--why", later)
        assert (code, f"{later} is in no plan: volunteers choose by themselves" in error) == (2, True)


def test_in_spanish(group, run, replay):
    code, out, _ = replay("eastside", "latest", "--language", "es")

    assert code == 0
    assert "El mismo plan, demostrado de nuevo" in out


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("input_hash", "What was asked reads differently"),
        ("objective", "The costs differ"),
        ("gap", "What is proven"),
    ],
)
def test_another_certificate_is_told(group, run, replay, field, said):
    values = {"input_hash": "ff" * 32, "objective": {"total": 1}, "gap": 7}
    change(run, certificate={**run.certificate, field: values[field]})

    code, out, _ = replay("eastside", run.pk)

    assert code == 1
    assert said in out
    assert "1 thing differs." in out


def test_other_pairs_are_told(group, run, replay):
    kept = open_kept(run.inputs)
    [(request, _)] = kept.pairs
    change(run, inputs=keep(kept.question, [(request, "v999")]))

    code, out, _ = replay("eastside", run.pk)

    assert code == 1
    assert "Only then: " in out
    assert "– v999." in out
    assert "Only now: " in out
    assert "which the plan did not hold" in out


@pytest.mark.parametrize("inputs", ["", "from the future"])
def test_what_is_not_kept_cannot_be_made_again(group, run, replay, inputs):
    change(run, inputs=inputs)

    code, out, err = replay("eastside", run.pk)

    assert (code, out) == (2, "")
    assert ("not kept any more" in err) != bool(inputs)


@pytest.mark.parametrize(
    ("slug", "number"), [("nowhere", "1"), ("eastside", "99999"), ("eastside", "x"), ("eastside", "9" * 40)]
)
def test_what_is_not_there_is_said(group, run, replay, slug, number):
    code, _, err = replay(slug, number)

    assert code == 2
    assert (
        "No group is called" in err
        if slug == "nowhere"
        else f"Those that can be made again: {run.pk}." in err
    )


def test_a_plan_of_another_group_is_none_of_its_business(group, run, replay):
    make_group("Westside", slug="westside", at=NOW)

    code, _, err = replay("westside", run.pk)

    assert code == 2
    assert "no plan with the number" in err
    assert "none that can be made again" in err


def test_a_plan_without_questions_is_the_same_without_a_process(group, replay, monkeypatch):
    with group_scope(group.pk):
        NeedPart.objects.filter(group=group).update(state="taken")
        plan_now(group)
    monkeypatch.setattr("manyhands.apps.dispatch.queries.plans.replay.work_out", None)

    assert replay("eastside", "latest")[0] == 0


def test_without_a_demo_it_says_so(replay, tmp_path):
    code, _, err = replay("eastside", "1", "--demo", "--data", tmp_path)

    assert code == 2
    assert "There is no demo" in err
