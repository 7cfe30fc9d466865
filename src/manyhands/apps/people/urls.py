from django.urls import path

from manyhands.apps.people.views import organisation, own, staff

app_name = "people"
_group = "g/<slug:group_slug>/"

urlpatterns = [
    path(_group + "help/", own.volunteer_join, name="volunteer_join"),
    path(_group + "me/", own.my_details, name="my_details"),
    path(_group + "me/pause/", own.pause, name="pause"),
    path(_group + "me/back/", own.come_back, name="come_back"),
    path(_group + "me/leave/", own.leave, name="leave"),
    path(_group + "organisations/join/", organisation.organisation_join, name="organisation_join"),
    path(
        _group + "organisations/<int:organisation_id>/",
        organisation.organisation_details,
        name="organisation",
    ),
    path(_group + "people/", staff.people_list, name="list"),
    path(_group + "people/<int:person_id>/", staff.person_detail, name="detail"),
    path(_group + "people/<int:person_id>/answer/", staff.answer, name="answer"),
    path(_group + "people/<int:person_id>/pause/", staff.pause, name="staff_pause"),
]
