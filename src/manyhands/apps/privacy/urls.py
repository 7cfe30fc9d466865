from django.urls import path

from manyhands.apps.privacy.views import own, person

app_name = "privacy"
_group = "g/<slug:group_slug>/"
_person = _group + "people/<int:person_id>/kept/"

urlpatterns = [
    path(_group + "me/data/", own.data, name="own_data"),
    path(_group + "me/data/download/", own.download, name="own_download"),
    path(_group + "me/data/agreements/<int:consent_id>/take-back/", own.take_back, name="own_take_back"),
    path(_group + "me/delete/", own.forget, name="own_forget"),
    path(_person, person.person, name="person"),
    path(_person + "copy/", person.copy, name="copy"),
    path(_person + "hold/", person.make_hold, name="hold"),
    path(_person + "hold/<int:hold_id>/end/", person.stop_hold, name="end_hold"),
    path(_person + "delete/", person.forget, name="forget"),
]
