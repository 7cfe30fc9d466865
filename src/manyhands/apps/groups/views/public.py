import io

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from manyhands.apps.groups.access import GroupRequest, public_page
from manyhands.apps.groups.forms.start import GROUP_LANGUAGES
from manyhands.apps.groups.paths import group_path
from manyhands.apps.groups.queries import find_public_helpers, is_intake_paused, list_categories
from manyhands.web.downloads import send_file

_OWN_NAMES = dict(GROUP_LANGUAGES)


@public_page
def public(request: GroupRequest) -> HttpResponse:
    group = request.group
    context = {
        "categories": list_categories(group),
        "languages": [(code, _OWN_NAMES.get(code, code)) for code in group.languages],
        "is_paused": is_intake_paused(group, at=timezone.now()),
        "helpers": find_public_helpers(group),
    }
    return render(request, "groups/public.html", context)


@public_page
def public_qr(request: GroupRequest) -> HttpResponse:
    """The group's page as a QR code, for a poster."""
    return qr_drawing(settings.PUBLIC_URL + group_path(request.group, "groups:public"), request.group.slug)


def qr_drawing(text: str, name: str) -> HttpResponse:
    drawing = io.BytesIO()
    segno.make(text, error="m").save(drawing, kind="svg", scale=8, border=4)
    return send_file(drawing.getvalue(), media_type="image/svg+xml", name=f"{name}.svg")
