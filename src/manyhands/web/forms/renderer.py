from typing import Any

from django.forms import BoundField, CheckboxInput, Select, Textarea
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import CheckboxSelectMultiple, ChoiceWidget, Input, Widget

from manyhands.web.forms.drawing import draw_select, draw_select_field


class AccessibleField(BoundField):
    """A bound field that knows how our field template draws it.

    A form may set `labels_in_heading`, the names of fields whose question the page's heading already asks (their
    label stays for screen readers), and `marks_optional = False`, where every answer is optional (filters).
    """

    @property
    def is_tick(self) -> bool:
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def is_plain_choices(self) -> bool:
        """Django's own lists of boxes; our option cards bring their own frame."""
        widget = self.field.widget
        return widget.use_fieldset and getattr(widget, "template_name", "").startswith("django/")

    @property
    def label_is_hidden(self) -> bool:
        return self.name in getattr(self.form, "labels_in_heading", ())

    @property
    def says_optional(self) -> bool:
        return not self.field.required and not self.is_tick and getattr(self.form, "marks_optional", True)

    @property
    def limit_characters(self) -> int | None:
        """The limit to count against, for texts long enough to lose track of."""
        return getattr(self.field, "max_length", None) if isinstance(self.field.widget, Textarea) else None

    @property
    def focus_id(self) -> str:
        """The element an error summary leads to: the control, or the first of a list of boxes."""
        return self.id_for_label or (f"{self.auto_id}_0" if self.auto_id else "")

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        built = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if takes_control_class(widget):
            built["class"] = f"control {widget.attrs.get('class', '')}".strip()
        if self.limit_characters:
            # The browser would silently cut what is pasted; we count, say so, and keep every word.
            built |= {"maxlength": False, "data-limit": str(self.limit_characters)}
            built["aria-describedby"] = f"{built.get('aria-describedby') or ''} {self.auto_id}_count".strip()
        return built


def takes_control_class(widget: Widget) -> bool:
    """Text fields, text areas and selects share one look; boxes and hidden fields do not take it."""
    if widget.is_hidden or isinstance(widget, CheckboxInput | CheckboxSelectMultiple):
        return False
    if isinstance(widget, ChoiceWidget):
        return isinstance(widget, Select) and widget.input_type == "select"
    return isinstance(widget, Input | Textarea)


class FormRenderer(TemplatesSetting):
    form_template_name = "web/forms/form.html"
    formset_template_name = "web/forms/formset.html"
    field_template_name = "web/forms/field.html"
    bound_field_class = AccessibleField

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        if template_name == Select.template_name:
            return draw_select(context["widget"])
        if template_name == self.field_template_name and _is_bare_select(context["field"]):
            return draw_select_field(context["field"])
        return str(super().render(template_name, context, request))


def _is_bare_select(field: BoundField) -> bool:
    """A list of choices of which nothing else is said. Forms that were not sent have no errors to look for."""
    widget = field.field.widget
    has_notes = bool(field.help_text) or (field.form.is_bound and bool(field.errors))
    return isinstance(widget, Select) and widget.template_name == Select.template_name and not has_notes
