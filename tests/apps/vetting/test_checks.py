"""What is asked of somebody, from the asking to the end of what was decided."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from manyhands.apps.groups.models import Category
from manyhands.apps.journal.models import Entry
from manyhands.apps.messaging.models import Message
from manyhands.apps.privacy.actions import erase_person, export_person
from manyhands.apps.privacy.models import Consent
from manyhands.apps.vetting.actions import (
    CheckMoveRefusedError,
    ExemptionEndedError,
    OwnCheckError,
    WrongSubjectError,
    ask_for,
    decide,
    end_check,
    end_exemption,
    exempt,
    hand_in,
    remind_group,
    sign_agreement,
    take_up,
    withdraw,
)
from manyhands.apps.vetting.actions.checks import MOVES
from manyhands.apps.vetting.bridge import Subject
from manyhands.apps.vetting.models import Check, CheckState, Exemption
from manyhands.apps.vetting.queries import (
    ONLY_ORGANISATIONS,
    ONLY_PEOPLE,
    find_subject,
    held_by_organisation,
    held_by_person,
    held_for,
    list_sheets,
    needed_in,
    read_sheet,
)
from manyhands.core.vetting.standing import State
from tests.apps.vetting.conftest import NOON, STAFF, TODAY
from tests.worlds import make_group, make_volunteer

DAY = timedelta(days=1)
BY = {"by": STAFF, "at": NOON}


def line_of(subject, key, *, at=NOON):
    return next(line for line in read_sheet(subject, at=at).lines if line.requirement.key == key)


def met(requirement, subject, *, until=None, at=NOON):
    check = ask_for(requirement, subject, by=STAFF, at=at)
    return decide(check, met=True, valid_from=at.date(), valid_until=until, decided_by=None, by=STAFF, at=at)


def test_a_new_group_asks_for_much_where_children_are_looked_after(group, scope):
    childcare = Category.objects.get(group=group, key="childcare")
    codes = needed_in(group).by(childcare.pk)
    assert {"references", "identity", "background_check", "training", "agreement"} <= codes
    assert {"facility_licence", "staff_checks", "liability_insurance", "visit"} <= codes
    groceries = Category.objects.get(group=group, key="groceries")
    assert not needed_in(group).by(groceries.pk)


def test_asked_handed_in_looked_at_and_met(required, ana, vetter, django_assert_max_num_queries):
    check = ask_for(required["references"], ana, **BY)
    assert line_of(ana, "references").standing.state is State.MISSING
    assert ask_for(required["references"], ana, **BY) == check

    assert hand_in(required["references"], ana, **BY) == check
    assert line_of(ana, "references").standing.state is State.SUBMITTED
    assert line_of(ana, "references").waits
    take_up(check, **BY)

    decide(check, met=True, valid_from=TODAY, decided_by=vetter, **BY)
    with django_assert_max_num_queries(5):
        found = line_of(ana, "references")
    assert found.standing.state is State.MET
    assert found.standing.until is None
    told = set(Message.objects.values_list("event", flat=True))
    assert {"requirement_asked", "vetting_waiting"} <= told
    verbs = list(
        Entry.objects.filter(subject_kind="vetting.check").order_by("number").values_list("verb", flat=True)
    )
    ours = [verb for verb in verbs if verb.startswith("check.")]
    assert ours == ["check.asked", "check.submitted", "check.taken_up", "check.met"]


def test_what_was_decided_is_not_decided_again(required, ana):
    check = met(required["references"], ana)
    with pytest.raises(CheckMoveRefusedError):
        decide(check, met=False, valid_from=TODAY, decided_by=None, **BY)
    with pytest.raises(CheckMoveRefusedError):
        withdraw(check, **BY)


@pytest.mark.parametrize("before", CheckState.values)
@pytest.mark.parametrize("after", CheckState.values)
def test_every_move_that_is_not_in_the_table_is_refused(required, ana, before, after):
    check = ask_for(required["references"], ana, **BY)
    Check.objects.filter(pk=check.pk).update(state=before)
    do = {
        CheckState.IN_PROGRESS: lambda: take_up(check, **BY),
        CheckState.MET: lambda: decide(check, met=True, valid_from=TODAY, decided_by=None, **BY),
        CheckState.NOT_MET: lambda: decide(check, met=False, valid_from=TODAY, decided_by=None, **BY),
        CheckState.WITHDRAWN: lambda: withdraw(check, **BY),
    }.get(CheckState(after))
    if do is None:
        return
    if (before, after) in MOVES:
        assert do().state == after
    else:
        with pytest.raises(CheckMoveRefusedError):
            do()


def test_a_no_ends_an_earlier_yes_and_an_exemption_at_once(group, required, ana, vetter):
    met(required["references"], ana)
    exempt(required["references"], ana, reason="Known to all", until=TODAY + 90 * DAY, given_by=vetter, **BY)
    again = ask_for(required["references"], ana, **BY)
    decide(again, met=False, valid_from=TODAY, note="We could not reach anybody", decided_by=vetter, **BY)
    found = line_of(ana, "references")
    assert found.standing.state is State.NOT_MET
    assert "references" not in held_by_person(needed_in(group), ana.card.pk, group=group, at=NOON)


def test_a_yes_can_be_ended_when_something_comes_up(group, required, ana, vetter):
    check = met(required["references"], ana)
    end_check(check, note="Something has come up", decided_by=vetter, **BY)
    assert line_of(ana, "references").standing.state is State.NOT_MET
    with pytest.raises(CheckMoveRefusedError):
        end_check(check, note="", decided_by=vetter, **BY)


def test_nobody_decides_about_themselves_while_somebody_else_could(group, required, vetter):
    own = Subject(make_volunteer(group, "Vera V.", membership=vetter, at=NOON).person)
    own.card.user = vetter.user
    own.card.save()
    check = ask_for(required["references"], own, **BY)
    with pytest.raises(OwnCheckError):
        decide(check, met=True, valid_from=TODAY, decided_by=vetter, **BY)
    with pytest.raises(OwnCheckError):
        exempt(required["references"], own, reason="Me", until=TODAY, given_by=vetter, **BY)


def test_people_are_not_asked_what_organisations_are(required, ana, nursery):
    with pytest.raises(WrongSubjectError):
        ask_for(required["visit"], ana, **BY)
    with pytest.raises(WrongSubjectError):
        exempt(required["identity"], nursery, reason="", until=TODAY, given_by=None, **BY)
    assert ask_for(required["visit"], nursery, **BY).organisation == nursery.card


def test_who_signs_is_asked_for_no_more_and_the_text_is_kept(required, ana):
    agreement = required["agreement"]
    check = sign_agreement(agreement, ana, text_shown="I promise.", language="en", **BY)
    assert check.state == CheckState.MET
    assert check.valid_until == TODAY + agreement.validity_days * DAY
    consent = Consent.objects.get(person=ana.card, purpose="agreement:agreement")
    assert (consent.text.shown, consent.text.version) == ("I promise.", "1")
    with pytest.raises(WrongSubjectError):
        sign_agreement(required["identity"], ana, text_shown="", language="en", **BY)


def test_an_exemption_counts_until_its_day(group, required, ana, vetter):
    given = exempt(
        required["identity"], ana, reason="Known for years", until=TODAY + 5 * DAY, given_by=vetter, **BY
    )
    needed = needed_in(group)
    for days, holds in ((0, True), (5, True), (6, False)):
        at = NOON + days * DAY
        assert line_of(ana, "identity", at=at).standing.holds is holds
        assert ("identity" in held_by_person(needed, ana.card.pk, group=group, at=at)) is holds
    end_exemption(given, **BY)
    assert not line_of(ana, "identity").standing.holds
    with pytest.raises(ExemptionEndedError):
        end_exemption(given, **BY)
    with pytest.raises(ExemptionEndedError):
        exempt(required["identity"], ana, reason="", until=TODAY - DAY, given_by=vetter, **BY)


def test_the_few_columns_say_the_same_as_the_whole_sheet(group, required, ana, nursery, vetter):
    """Day by day through met, due, grace and lapsed; for people and for organisations."""
    met(required["vehicle_insurance"], ana, until=TODAY + 40 * DAY)
    met(required["visit"], nursery, until=TODAY + 10 * DAY)
    exempt(required["identity"], ana, reason="r", until=TODAY + 20 * DAY, given_by=vetter, **BY)
    needed = needed_in(group)
    for days in range(0, 60, 1):
        at = NOON + days * DAY
        held = held_for(needed, group=group, at=at)
        for subject, codes, alone in (
            (ana, held.by_person(ana.card.pk), held_by_person(needed, ana.card.pk, group=group, at=at)),
            (
                nursery,
                held.by_organisation(nursery.card.pk),
                held_by_organisation(needed, nursery.card.pk, group=group, at=at),
            ),
        ):
            assert codes == alone
            for line in read_sheet(subject, at=at).lines:
                assert (line.requirement.key in codes) == line.standing.holds, (days, line.requirement.key)


def test_people_need_nothing_that_is_for_organisations_and_the_other_way_round(group, ana, nursery, scope):
    childcare = Category.objects.get(group=group, key="childcare")
    needed = needed_in(group, [childcare.pk])
    missing = needed.by(childcare.pk) - held_by_person(needed, ana.card.pk, group=group, at=NOON)
    assert missing == {"references", "identity", "background_check", "training", "agreement"}
    missing = needed.by(childcare.pk) - held_by_organisation(needed, nursery.card.pk, group=group, at=NOON)
    assert missing == {
        "facility_licence", "staff_checks", "liability_insurance", "visit", "organisation_agreement"
    }  # fmt: skip


def test_a_kind_that_needs_protection_has_no_forgotten_door(group, required, ana, nursery):
    required["organisation_agreement"].needed_for.all().delete()
    cash = Category.objects.get(group=group, key="cash")
    needed = needed_in(group, [cash.pk])
    assert ONLY_PEOPLE in needed.by(cash.pk) - held_by_organisation(
        needed, nursery.card.pk, group=group, at=NOON
    )
    assert ONLY_PEOPLE in held_by_person(needed, ana.card.pk, group=group, at=NOON)
    assert ONLY_ORGANISATIONS not in needed.by(cash.pk)


def test_one_is_open_at_a_time_whatever_happens_at_once(required, ana):
    ask_for(required["references"], ana, **BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Check.objects.create(
            group=ana.group, requirement=required["references"], person=ana.card, asked_at=NOON
        )


def test_each_reminder_is_told_once(group, required, ana):
    met(required["background_check"], ana, until=TODAY + 100 * DAY)
    days = (0, 39, 40, 41, 70, 71, 93, 101, 102, 130, 131, 132)
    told = {day: remind_group(group, by=STAFF, at=NOON + day * DAY) for day in days}
    assert [day for day, count in told.items() if count] == [40, 70, 93, 101, 131]
    events = list(
        Message.objects.filter(event__startswith="requirement_")
        .order_by("pk")
        .values_list("event", flat=True)
    )
    assert events == ["requirement_asked", *["requirement_due"] * 4, "requirement_lapsed"]


def test_all_people_at_once_take_a_constant_number_of_queries(
    group, required, ana, django_assert_num_queries
):
    def count(people):
        for number in range(people):
            met(required["identity"], Subject(make_volunteer(group, f"Helper {number}", at=NOON).person))
        with django_assert_num_queries(4):
            return len(list_sheets(group, at=NOON))

    assert count(1) == 1
    assert count(5) == 6


def test_forgotten_and_told(group, required, ana, vetter):
    met(required["identity"], ana)
    ask_for(required["references"], ana, **BY)
    exempt(required["training"], ana, reason="A teacher", until=TODAY + DAY, given_by=vetter, **BY)
    told = export_person(ana.card, **BY)
    assert "A teacher" in repr(told)
    erase_person(ana.card, **BY)
    assert {check.state for check in Check.objects.all()} == {CheckState.MET, CheckState.WITHDRAWN}
    assert Check.objects.filter(state=CheckState.MET, ended_at__isnull=True).count() == 0
    assert [row.reason for row in Exemption.objects.all()] == [""]


@pytest.fixture
def elsewhere(db):
    return make_group(at=NOON)


def test_nobody_is_found_in_another_group(elsewhere, ana, nursery):
    assert find_subject(ana.group, ana.key) == ana
    assert find_subject(ana.group, nursery.key) == nursery
    for key in ("", "p", "x1", "p0", "p-1", "p٣", f"p{'9' * 30}", "o999999"):
        assert find_subject(ana.group, key) is None
    assert find_subject(elsewhere, ana.key) is None
