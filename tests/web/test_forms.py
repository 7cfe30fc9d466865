import pytest
from django import forms
from django.test import RequestFactory
from django.utils.translation import gettext, override

from manyhands.core.values.week_slots import WeekSlots
from manyhands.web.forms.errors import ErrorSummary
from manyhands.web.forms.fields import WeekSlotsField
from manyhands.web.forms.widgets import DateInput, OptionCards, OptionCardsMultiple, PhoneInput
from manyhands.web.forms.wording import SAID_PLAINLY, TOO_LONG
from manyhands.web.templatetags.manyhands import error_summary


class AskForm(forms.Form):
    labels_in_heading = ("kinds",)

    name = forms.CharField(label="Name", help_text="A nickname is enough.", max_length=10)
    phone = forms.CharField(label="Phone", widget=PhoneInput, required=False)
    day = forms.DateField(label="Day", widget=DateInput, required=False)
    kinds = forms.MultipleChoiceField(
        label="What would help?",
        choices=[("ride", "A ride"), ("food", "Food")],
        widget=OptionCardsMultiple(icons={"ride": "car-front"}, hints={"food": "Hot or cold"}),
    )
    way = forms.ChoiceField(
        label="Way",
        choices=[("sms", "Text")],
        widget=OptionCards(icons=lambda value: f"{value}-icon"),
        required=False,
    )
    days = forms.MultipleChoiceField(
        label="Days", choices=[("1", "One")], widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(label="Note", widget=forms.Textarea, max_length=300, required=False)
    agreed = forms.BooleanField(label="Agreed")

    def clean(self):
        if self.cleaned_data.get("note") == "no":
            raise forms.ValidationError("That cannot be.")


class PictureForm(forms.Form):
    picture = forms.ChoiceField(
        label="Picture",
        choices=[("cart", "Shopping cart"), ("egg-fried", "Cooked meal")],
        widget=OptionCards(icons=str, pictures=True),
    )


class WeekForm(forms.Form):
    week = WeekSlotsField(label="Week")


def drawn(form: forms.Form, name: str) -> str:
    return form[name].as_field_group()


def test_label_hint_and_message_are_tied_to_the_control():
    html = drawn(AskForm({"name": "a name that is far too long"}), "name")

    assert '<label for="id_name">Name</label>' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="a name that is far too long"' in html


def test_only_what_may_be_left_out_is_marked():
    form = AskForm()

    assert "(optional)" in drawn(form, "phone")
    assert "(optional)" not in drawn(form, "name")
    assert "(optional)" not in drawn(form, "agreed")


def test_filters_mark_nothing():
    form = AskForm()
    form.marks_optional = False

    assert "(optional)" not in drawn(form, "phone")


def test_choices_are_a_group_with_a_legend():
    html = drawn(AskForm({}), "kinds")

    assert "<fieldset" in html
    assert 'aria-describedby="id_kinds_error"' in html
    assert '<legend class="visually-hidden">What would help?</legend>' in html
    assert html.count('type="checkbox"') == 2
    assert html.count("<svg") == 2  # the ride's icon and that of the message
    assert "Hot or cold" in html


def test_a_label_wraps_nothing_but_leads_to_its_box():
    html = drawn(AskForm(), "kinds")

    assert '<label for="id_kinds_0">' in html
    assert 'id="id_kinds_0"' in html


def test_a_picture_to_choose_has_its_name_for_the_ear_and_the_pointer():
    html = drawn(PictureForm(initial={"picture": "cart"}), "picture")

    assert "options-pictures" in html
    assert 'title="Shopping cart"' in html
    assert '<span class="visually-hidden">Cooked meal</span>' in html
    assert html.count(" checked") == 1
    assert html.count("<svg") == 4  # each with the tick that shows where it is chosen


def test_icons_may_be_looked_up(settings):
    settings.DEBUG = True

    with pytest.raises(LookupError, match="sms-icon"):
        drawn(AskForm(), "way")


def test_djangos_own_lists_get_a_frame():
    assert 'class="choices"' in drawn(AskForm(), "days")
    assert 'class="choices"' not in drawn(AskForm(), "kinds")


def test_controls_share_one_class():
    form = AskForm()

    assert 'class="control"' in drawn(form, "name")
    assert 'class="control control-short"' in drawn(form, "day")
    assert "control" not in drawn(form, "agreed")


def test_phones_and_dates_get_the_right_keyboard():
    form = AskForm()

    assert 'type="tel"' in drawn(form, "phone")
    assert 'autocomplete="tel"' in drawn(form, "phone")
    assert 'type="date"' in drawn(form, "day")


def test_a_long_text_is_counted_and_never_cut():
    html = drawn(AskForm({"note": "x" * 400}), "note")

    assert "maxlength" not in html
    assert 'data-limit="300"' in html
    assert 'id="id_note_count"' in html
    assert "id_note_count" in html.split('aria-describedby="')[1].split('"')[0]
    assert "x" * 400 in html


def test_the_summary_lists_what_is_wrong_in_the_order_of_the_page():
    form = AskForm({"kinds": ["nonsense"], "note": "no"})

    assert [problem.focus_id for problem in ErrorSummary(form)] == ["", "id_name", "id_kinds_0", "id_agreed"]
    assert next(iter(ErrorSummary(form))).message == "That cannot be."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "Name: Use at most 10 characters; there are 27.",
                "What would help? Please answer this.",
                "Ask us first.",
                "Agreed: Please answer this.",
            ],
        ),
        (
            "es",
            [
                "Name: Usa como mucho 10 caracteres; hay 27.",
                "What would help? Falta esta respuesta.",
                "Ask us first.",
                "Agreed: Falta esta respuesta.",
            ],
        ),
    ],
)
def test_the_summary_names_the_question_where_the_message_does_not(language, said):
    with override(language):
        form = AskForm({"name": "a name that is far too long"})
        form.add_error("way", "Ask us first.")

        assert [problem.message for problem in ErrorSummary(form)] == said


def test_the_summary_leads_into_the_forms_of_a_set():
    formset = forms.formset_factory(AskForm, extra=0, min_num=2, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": ""}
    )

    focus_ids = [problem.focus_id for problem in ErrorSummary(formset)]

    assert focus_ids[0] == ""
    assert "id_form-0-name" in focus_ids


def test_a_form_without_mistakes_has_no_summary():
    assert not ErrorSummary(AskForm(), None)
    assert error_summary(AskForm(), "") == {"problems": []}


def test_a_week_is_56_boxes_of_which_the_stored_ones_are_ticked():
    html = drawn(WeekForm(initial={"week": WeekSlots.from_pairs([(0, 3), (6, 7)])}), "week")

    assert html.count('type="checkbox"') == 56
    assert html.count(" checked") == 2
    assert 'value="3" id="id_week_3" checked aria-label="Monday, 9 am to noon"' in html
    assert 'value="55" id="id_week_55" checked aria-label="Sunday, 9 pm to midnight"' in html


def test_a_week_can_come_from_its_bare_mask():
    assert drawn(WeekForm(initial={"week": 0b101}), "week").count(" checked") == 2


def test_ticked_boxes_become_a_week():
    form = WeekForm(RequestFactory().post("/", {"week": ["3", "55"]}).POST)

    assert form.is_valid()
    assert form.cleaned_data["week"] == WeekSlots.from_pairs([(0, 3), (6, 7)])


@pytest.mark.parametrize("sent", [["56"], ["-1"], ["monday"], ["3", "99"]])
def test_slots_that_do_not_exist_are_refused(sent):
    form = WeekForm(RequestFactory().post("/", {"week": sent}).POST)

    assert form.errors["week"] == ["Choose times from the table only."]


def test_an_empty_week_is_refused_where_one_is_needed():
    assert WeekForm({}).errors["week"] == ["Choose at least one time in the week."]


def test_a_refused_week_is_shown_as_it_was_sent():
    form = WeekForm(RequestFactory().post("/", {"week": ["3", "99"]}).POST)

    assert drawn(form, "week").count(" checked") == 1


def test_a_week_knows_whether_it_changed():
    field = WeekSlotsField()
    stored = WeekSlots.from_pairs([(0, 3)])

    assert not field.has_changed(stored, ["3"])
    assert not field.has_changed(None, [])
    assert field.has_changed(stored.mask, ["3", "4"])


@pytest.mark.parametrize("language", ["en", "es"])
def test_djangos_messages_are_said_in_plainer_words(language):
    with override(language):
        assert [message for message in SAID_PLAINLY if gettext(message) == message] == []
        said = str(TOO_LONG % {"limit_value": 300, "show_value": 310})

    assert said in ("Use at most 300 characters; there are 310.", "Usa como mucho 300 caracteres; hay 310.")


def test_a_form_speaks_our_words():
    form = AskForm({"name": "a name that is far too long"})

    assert form.errors["name"] == ["Use at most 10 characters; there are 27."]
    assert form.errors["agreed"] == ["Please answer this."]
