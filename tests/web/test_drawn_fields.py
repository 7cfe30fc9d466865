"""Lists of choices are drawn without a template, exactly as the template would."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from manyhands.web.forms.renderer import FormRenderer

CHOICES = [
    ("", "Any"),
    ("a&b", 'Say "less" <than> one'),
    ("g", mark_safe("<em>marked</em>")),
    ("Group & more", [("1", "One"), ("2", "It's two")]),
]


class Wishes(forms.Form):
    marks_optional = True
    labels_in_heading = ("hidden",)

    kind = forms.ChoiceField(label="What & where?", choices=CHOICES, required=False)
    hidden = forms.ChoiceField(
        choices=CHOICES, widget=forms.Select(attrs={"data-x": 'a"b', "autofocus": True})
    )
    noted = forms.ChoiceField(choices=CHOICES, help_text="Choose one", required=False)
    text = forms.CharField(required=False)


def drawn(markup: str) -> str:
    return re.sub(r">\s+|\s+<", lambda found: found[0].strip(), re.sub(r"\s+", " ", markup))


@pytest.mark.parametrize("data", [None, {"kind": "a&b", "hidden": "2"}, {"kind": "nonsense", "hidden": "g"}])
@pytest.mark.parametrize("name", ["kind", "hidden", "noted", "text"])
def test_a_field_is_drawn_as_its_template_has_it(name, data, monkeypatch):
    ours = str(Wishes(data, renderer=FormRenderer())[name].as_field_group())
    monkeypatch.setattr(FormRenderer, "render", TemplatesSetting.render)
    by_template = str(Wishes(data, renderer=FormRenderer())[name].as_field_group())

    assert drawn(ours) == drawn(by_template)
    assert f'name="{name}"' in ours
