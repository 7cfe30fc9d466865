"""For those who check people: a proof from another group, read and taken over thing by thing."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from manyhands.apps.groups.access import MemberRequest, member_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.models import Person
from manyhands.apps.people.queries import find_checked_card
from manyhands.apps.vetting.actions import CheckMoveRefusedError, OwnCheckError
from manyhands.apps.vouching.actions.taking import ProofError, Taken, accept_proof, read_proof
from manyhands.apps.vouching.forms import AcceptForm, ProofForm
from manyhands.web.missing import or_404


@member_page("vetting.manage")
def take(request: MemberRequest, person_id: int) -> HttpResponse:
    """First it is read, then shown, and only then decided; nothing is kept in between."""
    person = or_404(find_checked_card(request.group, person_id))
    form = ProofForm(request.POST or None)
    taken = _read(person, form) if form.is_valid() else None
    if taken is None:
        context = {"person": person, "who": f"p{person.pk}", "form": form}
        return render(request, "vouching/take.html", context, status=422 if form.is_bound else 200)
    is_second = request.POST.get("step") == "accept"
    accept = AcceptForm(
        request.POST if is_second else None,
        items=taken.items,
        today=timezone.now().astimezone(request.group.zone).date(),
        initial=form.cleaned_data,
    )
    if accept.is_valid() and _accept(request, person, accept):
        return redirect(group_path(request.group, "vetting:of", who=f"p{person.pk}"))
    context = {"person": person, "who": f"p{person.pk}", "taken": taken, "form": accept}
    return render(request, "vouching/accept.html", context, status=422 if is_second else 200)


def _read(person: Person, form: ProofForm) -> Taken | None:
    try:
        return read_proof(
            person, form.cleaned_data["proof"], key_document=form.cleaned_data["key"], at=timezone.now()
        )
    except ProofError as error:
        form.say(error.reason)
        return None


def _accept(request: MemberRequest, person: Person, form: AcceptForm) -> bool:
    data = form.cleaned_data
    try:
        checks = accept_proof(
            person,
            data["proof"],
            key_document=data["key"],
            chosen=data["chosen"],
            decided_by=request.membership,
            by=request.actor,
            at=timezone.now(),
        )
    except OwnCheckError:
        messages.warning(request, _("This is about yourself. Somebody else has to decide."))
        return True
    except (ProofError, CheckMoveRefusedError):
        messages.warning(request, _("Something has changed meanwhile. Look at it again."))
        return True
    said = ngettext("%(count)s thing counts here now.", "%(count)s things count here now.", len(checks))
    messages.success(request, said % {"count": len(checks)})
    return True
