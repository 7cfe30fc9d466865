from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from manyhands.apps.groups.actions.invites import LONGEST, LONGEST_WITH_ROLES, MOST_USES, MOST_USES_WITH_ROLES
from manyhands.apps.groups.forms.fields import PlainTextField, choices_of
from manyhands.apps.groups.models import Role
from manyhands.apps.groups.permissions import NEVER_FOR_EVERYBODY, PERMISSIONS
from manyhands.apps.groups.queries import MemberFilter, MemberOrder, Standing

ORDERS = {
    MemberOrder.NAME: _("By name"),
    MemberOrder.NEWEST: _("Newest first"),
    MemberOrder.UNASKED: _("Longest not asked first"),
    MemberOrder.LATELY: _("Most helped lately first"),
}


def _extra_roles(roles: list[Role]) -> list[tuple[str, str]]:
    """Those that one can have besides that of a volunteer, which everybody has."""
    return [(role.key, role.label) for role in roles if role.key != "volunteer"]


class MemberRolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("Every member is a volunteer. These come on top of it."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "roles").choices = _extra_roles(roles)


class MemberFilterForm(forms.Form):
    """Narrows the list of members; all of it stands in the address bar. `sees_losses`: they may confirm one."""

    marks_optional = False

    q = forms.CharField(
        label=_("Name, or whole e-mail address"),
        required=False,
        max_length=254,
        widget=forms.TextInput(attrs={"type": "search", "data-key": "/"}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    standing = forms.ChoiceField(label=_("Who is shown"), required=False)
    order = forms.ChoiceField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, roles: list[Role], sees_losses: bool, orders: Iterable[MemberOrder]
    ) -> None:
        super().__init__(data)
        self.orders = [(order.value, ORDERS[order]) for order in orders]
        choices_of(self, "order").choices = self.orders
        choices_of(self, "role").choices = [("", _("Any role")), *_extra_roles(roles)]
        choices_of(self, "standing").choices = [
            (Standing.ANY.value, _("Everybody")),
            (Standing.RESTING.value, _("Whose role rests")),
            *([(Standing.LOST.value, _("Who has lost their second step"))] if sees_losses else ()),
        ]

    @property
    def wanted(self) -> MemberFilter:
        """What is not valid narrows nothing."""
        told = self._told()
        return MemberFilter(told.get("q", "").strip(), told.get("role", ""), told.get("standing", ""))

    @property
    def chosen_order(self) -> MemberOrder:
        return MemberOrder(self._told().get("order", ""))

    def _told(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class InviteForm(forms.Form):
    """How wide a link opens the door. `roles` are offered only to those who may give them."""

    days = forms.IntegerField(
        label=_("Works for how many days"),
        initial=7,
        min_value=1,
        max_value=LONGEST.days,
        widget=forms.NumberInput(attrs={"class": "control-number"}),
    )
    uses = forms.IntegerField(
        label=_("For how many people"),
        initial=50,
        min_value=1,
        max_value=MOST_USES,
        widget=forms.NumberInput(attrs={"class": "control-number"}),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles they get besides volunteer"),
        help_text=_("A link that gives roles works for at most 7 days and 10 people."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices_of(self, "roles").choices = _extra_roles(roles)
        if not _extra_roles(roles):
            del self.fields["roles"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("roles") and not self.errors:
            if timedelta(days=data["days"]) > LONGEST_WITH_ROLES:
                self.add_error("days", _("With roles, a link works for at most 7 days."))
            if data["uses"] > MOST_USES_WITH_ROLES:
                self.add_error("uses", _("With roles, a link is for at most 10 people."))
        return data


class RoleForm(forms.Form):
    name = PlainTextField(label=_("Name of the role"), max_length=80, required=False)
    permissions = forms.MultipleChoiceField(
        label=_("What people with this role may do"),
        choices=list(PERMISSIONS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, role: Role | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role = role
        self.fields["name"].required = role is None
        self.fields["name"].error_messages["required"] = _("Give the role a name.")
        if role is not None and role.key == "volunteer":
            choices_of(self, "permissions").choices = [
                (name, label) for name, label in PERMISSIONS.items() if name not in NEVER_FOR_EVERYBODY
            ]
            self.fields["permissions"].help_text = _(
                "Everybody has this role. What protects people cannot be given to everybody."
            )


class DisplayNameForm(forms.Form):
    display_name = PlainTextField(
        label=_("Your own name"),
        help_text=_("As the members of the group will see it."),
        max_length=60,
        error_messages={"required": _("Say what the members may call you.")},
    )
