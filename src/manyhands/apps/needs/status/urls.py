from django.urls import path

from manyhands.apps.needs.status.views import changing, ending, page, privacy

_own = "r/<str:token>/"

urlpatterns = [
    path(_own, page.status, name="status"),
    path(_own + "still-needed/", page.still_needed, name="own_still_needed"),
    path(_own + "change/", changing.change, name="own_change"),
    path(_own + "change/<slug:what>/", changing.change_one, name="own_change_one"),
    path(_own + "done/", ending.done, name="own_done"),
    path(_own + "stop/", ending.stop, name="own_stop"),
    path(_own + "again/", ending.again, name="own_again"),
    path(_own + "safety/", privacy.safety, name="own_safety"),
    path(_own + "data/", privacy.data, name="own_data"),
    path(_own + "data/download/", privacy.download, name="own_download"),
    path(_own + "data/agreements/<int:consent_id>/take-back/", privacy.take_back, name="own_take_back"),
    path(_own + "delete/", privacy.delete, name="own_delete"),
]
