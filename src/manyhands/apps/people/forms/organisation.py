from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from manyhands.apps.people.actions import Contact, OrganisationDetails
from manyhands.apps.people.forms.helper import HelperForm, helper_initial
from manyhands.apps.people.models import Organisation, OrganisationKind, ReachBy
from manyhands.web.forms.answers import PhoneField, PlainTextField, email_field
from manyhands.web.forms.widgets import OptionCardsMultiple

ROLE_ICONS = {"can_ask": "life-preserver", "can_help": "hand-thumbs-up"}


class OrganisationForm(HelperForm):
    name = PlainTextField(label=_("Name of the organisation"), longest=160)
    kind = forms.ChoiceField(label=_("What kind is it?"), choices=OrganisationKind.choices)
    about = PlainTextField(label=_("What do you do?"), multiline=True, rows=3, longest=1000, required=False)
    roles = forms.MultipleChoiceField(
        label=_("What would you like?"),
        choices=[("can_ask", _("Ask for help")), ("can_help", _("Give help"))],
        initial=["can_ask", "can_help"],
        widget=OptionCardsMultiple(icons=ROLE_ICONS, columns=True),
        error_messages={"required": _("Choose at least one.")},
    )
    contact_name = PlainTextField(label=_("Whom do we speak to?"))
    phone = PhoneField(label=_("Phone"), required=False)
    email = email_field(label=_("E-mail"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].label = _("Where are you?")
        self.fields["where"].help_text = _("An address or a ZIP code.")

    def contact(self, known: Contact | None = None) -> Contact:
        data = self.cleaned_data
        return Contact(
            name=data["contact_name"],
            phone=data["phone"],
            email=data["email"],
            reach_by=known.reach_by if known else ReachBy.EMAIL,
            reach_note=known.reach_note if known else "",
            language=known.language if known else get_language() or "en",
        )

    def details(self) -> OrganisationDetails:
        data = self.cleaned_data
        return OrganisationDetails(
            name=data["name"],
            kind=data["kind"],
            about=data["about"],
            place=self.told_place,
            can_ask="can_ask" in data["roles"],
            can_help="can_help" in data["roles"],
            skills=self.chosen_skills,
            languages=data["languages"],
            week_slots=self.slots_mask,
            radius_m=self.radius_m,
            tasks_per_week=data["tasks_per_week"],
        )

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        roles = [name for name in ("can_ask", "can_help") if getattr(organisation, name)]
        return {
            "name": organisation.name,
            "kind": organisation.kind,
            "about": organisation.about,
            "roles": roles,
            "contact_name": organisation.contact.name,
            "phone": organisation.contact.phone,
            "email": organisation.contact.email,
            **helper_initial(organisation, organisation.place),
        }
