from django.urls import path

from manyhands.apps.needs.staff.views import desk, detail, intake, moves

_group = "g/<slug:group_slug>/requests/"
_one = _group + "<str:reference>/"

urlpatterns = [
    path(_group, desk.requests_list, name="list"),
    path(_group + "new/", intake.intake, name="intake"),
    path(_group + "elsewhere/", desk.elsewhere, name="elsewhere"),
    path(_group + "new/similar/", intake.similar, name="similar"),
    path(_one, detail.detail, name="detail"),
    path(_one + "show/", detail.reveal, name="reveal"),
    path(_one + "link/", detail.private_link, name="private_link"),
    path(_one + "triage/", moves.triage, name="triage"),
    path(_one + "open/", moves.open_for_helpers, name="open"),
    path(_one + "close/", moves.close, name="close"),
    path(_one + "reopen/", moves.reopen, name="reopen"),
    path(_one + "undo/", moves.undo, name="undo"),
    path(_one + "mine/", moves.mind, name="mind"),
    path(_one + "later/", moves.follow_up, name="follow_up"),
    path(_one + "still-needed/", moves.still_needed, name="still_needed"),
    path(_one + "notes/", detail.notes, name="notes"),
    path(_one + "calls/", detail.calls, name="calls"),
    path(_one + "change/", detail.change, name="change"),
]
