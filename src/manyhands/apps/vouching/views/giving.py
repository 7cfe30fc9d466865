"""For whoever helps: a proof to take to another group. For everybody: the key that it is verified with."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from manyhands.apps.groups.access import GroupRequest, MemberRequest, member_page, public_page
from manyhands.apps.groups.paths import group_path
from manyhands.apps.people.queries import find_card_of
from manyhands.apps.vetting.queries import Sheet, Subject, read_sheet
from manyhands.apps.vouching.actions.giving import (
    NothingToSayError,
    give_proof,
    list_carriable,
    list_carried,
    published_keys,
    scannable_link,
    take_back_proof,
)
from manyhands.apps.vouching.queries.proofs import find_own_proof, list_proofs
from manyhands.web.downloads import send_file
from manyhands.web.missing import or_404


@member_page()
def mine(request: MemberRequest) -> HttpResponse:
    person, at = or_404(find_card_of(request.membership)), timezone.now()
    sheet = read_sheet(Subject(person), at=at)
    text = ""
    if request.method == "POST":
        try:
            text = give_proof(person, sheet, by=request.actor, at=at)
        except NothingToSayError:
            messages.warning(request, _why_nothing(sheet))
            return redirect(request.path)
        if request.POST.get("as") == "file":
            return send_file(f"{text}\n", media_type="text/plain; charset=utf-8", name="proof.txt")
    context = {
        "carried": list_carried(sheet),
        "carriable": list_carriable(sheet),
        "proofs": list_proofs(person),
        "text": text,
        "link": scannable_link(text) if text else "",
        "key_url": settings.PUBLIC_URL + group_path(request.group, "vouching:proof_key"),
    }
    return render(request, "vouching/mine.html", context)


def _why_nothing(sheet: Sheet) -> str:
    if list_carried(sheet):
        return _(
            "A proof fits only your own e-mail address or phone number: tell the group one of them first."
        )
    return _("There is nothing yet that another group could believe.")


@require_POST
@member_page()
def take_back(request: MemberRequest, proof_id: int) -> HttpResponse:
    proof = or_404(find_own_proof(request.membership, proof_id))
    take_back_proof(proof, by=request.actor, at=timezone.now())
    messages.success(request, _("Taken back."))
    return redirect(group_path(request.group, "vouching:mine"))


@require_safe
@public_page
def proof_key(request: GroupRequest) -> HttpResponse:
    """As a JSON Web Key Set: old keys too, so that older proofs can be verified."""
    return HttpResponse(published_keys(request.group), content_type="application/json")
