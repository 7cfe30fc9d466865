"""Forms that anybody may send: what programs do is noticed, what people and their browsers do is not."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict

from manyhands.web.forms.by_hand import BegunForm, ByHandForm, begun

AT = datetime(2026, 3, 7, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def sent(at=AT, **fields):
    data = QueryDict(mutable=True)
    data.update(fields)
    return BegunForm(data, at=at)


def said(form):
    return " ".join(form.non_field_errors())


def test_what_a_person_sends_after_a_moment_is_taken():
    assert sent(begun=begun(AT - SECOND)).is_valid()
    assert sent(begun=begun(AT - timedelta(days=30)), website="").is_valid()
    assert ByHandForm({"website": ""}, took=2 * SECOND).is_valid()


@pytest.mark.parametrize("website", ["https://spam.example", "+15175550199", "Ana Ruiz"])
def test_what_fills_in_what_nobody_sees_is_told_and_the_field_is_empty_again(website):
    form = sent(begun=begun(AT - 60 * SECOND), website=website)

    assert "press the button again" in said(form)
    assert website not in str(form)


def test_what_is_sent_at_once_is_told_and_goes_through_a_moment_later():
    page = begun(AT)
    quick = sent(AT + timedelta(milliseconds=990), begun=page)
    again = sent(AT + timedelta(milliseconds=1000), begun=page)

    assert "very quick" in said(quick)
    assert page in str(quick)
    assert again.is_valid()


@pytest.mark.parametrize(
    "token",
    ["", "x", "1", "1772884740000", begun(AT)[:-1], f"0{begun(AT - 60 * SECOND)}", "\u0661:x", "a:b:c"],
)
def test_without_a_page_that_was_drawn_here_there_is_no_time_and_one_is_given(token):
    form = sent(begun=token)
    given = form["begun"].value()

    assert "very quick" in said(form)
    assert given != token
    assert sent(AT + SECOND, begun=given).is_valid()


def test_a_page_that_was_not_sent_carries_when_it_was_drawn():
    form = BegunForm(at=AT)

    assert form["begun"].value() == begun(AT)
    assert not form.errors


def test_nobody_sees_hears_or_reaches_the_field_and_nothing_fills_it_in():
    drawn = str(BegunForm(at=AT)["website"])

    assert 'class="visually-hidden" aria-hidden="true"' in drawn
    assert 'tabindex="-1"' in drawn
    assert 'autocomplete="off"' in drawn
    assert [
        name
        for name in ("data-1p-ignore", "data-bwignore", "data-lpignore", "data-form-type")
        if name not in drawn
    ] == []
    assert "hidden" not in drawn.partition("<input")[2]
