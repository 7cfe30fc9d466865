"""All answers in words, each with the page where it can be changed."""

from django.utils.translation import gettext as _

from manyhands.apps.needs.actions.receive import AskedHousehold
from manyhands.apps.needs.ask.forms.reach import NOBODY
from manyhands.apps.needs.ask.interview import Interview
from manyhands.apps.needs.ask.session import Visit
from manyhands.apps.needs.states import AGE_BANDS, Urgency
from manyhands.apps.needs.words import list_in_words
from manyhands.apps.people.models import ReachBy
from manyhands.apps.places.models import PlaceKind
from manyhands.core.values.phones import show_phone
from manyhands.web.languages import language_name
from manyhands.web.parts import SummaryRow
from manyhands.web.words import moment_in_words, window_in_words


def summary_rows(visit: Visit) -> list[SummaryRow]:
    answers = visit.interview
    rows = [
        (_("Who needs help"), _who(answers), "who"),
        (_("What would help"), _what(visit), "what"),
        (_("When"), _when(visit), "when"),
        (_("Where"), _where(answers), "where"),
    ]
    if answers.organisation is None:
        rows.append((_("How to reach you"), _reach(visit), "reach"))
    rows.append((_("What else we should know"), _more(answers), "more"))
    return [SummaryRow(term, answer, visit.path_to(step)) for term, answer, step in rows]


def _who(answers: Interview) -> str:
    if answers.organisation:
        return answers.organisation.name
    form = answers.answer("who")
    return str(dict(form.fields["for_whom"].choices)[form.cleaned_data["for_whom"]])


def _what(visit: Visit) -> str:
    form = visit.interview.answer("what")
    names = [category.name_in(form.now.language) for category in form.categories]
    return "\n".join(part for part in (list_in_words(names), form.cleaned_data["own_words"]) if part)


def _when(visit: Visit) -> str:
    form = visit.interview.answer("when")
    when, zone = form.when, visit.group.zone
    if when.starts_at:
        return moment_in_words(when.starts_at, at=visit.at, zone=zone)
    if form.cleaned_data["when_kind"] == "by_day":
        return window_in_words(None, when.due_at, at=visit.at, zone=zone)
    kinds = dict(form.fields["when_kind"].choices)
    words = str(kinds[form.cleaned_data["when_kind"]])
    if form.cleaned_data["when_kind"] != "soon":
        return words
    return f"{words} · {Urgency(form.urgency).label}"


def _where(answers: Interview) -> str:
    form = answers.answer("where")
    if form.cleaned_data["place_kind"] == PlaceKind.ON_THE_PHONE:
        return str(dict(form.fields["place_kind"].choices)[PlaceKind.ON_THE_PHONE.value])
    pointed = str(PlaceKind.PIN.label) if form.point else ""
    return "\n".join(part for part in (form.text, form.cleaned_data["zip_code"], pointed) if part)


def _reach(visit: Visit) -> str:
    data = visit.interview.answer("reach").cleaned_data
    way = _("I look at my private page") if data["reach_by"] == NOBODY else ReachBy(data["reach_by"]).label
    phone = show_phone(data["phone"], region=visit.group.phone_region) if data["phone"] else ""
    names = ", ".join(name for name in (data.get("their_name"), data["name"]) if name)
    contact = () if data["reach_by"] == NOBODY else (phone, data["email"], data["reach_note"])
    return "\n".join(part for part in (names, str(way), *contact, language_name(data["language"])) if part)


def _more(answers: Interview) -> str:
    form = answers.answer("more")
    data = form.cleaned_data
    parts = (*household_lines(form.household()), data["access_notes"], data["details"])
    return "\n".join(part for part in parts if part) or _("Nothing else")


def household_lines(household: AskedHousehold | None) -> list[str]:
    if household is None:
        return []
    ages = [f"{label}: {household.ages[key]}" for key, label in AGE_BANDS if household.ages.get(key)]
    return [*ages, household.diets, household.access_needs]
