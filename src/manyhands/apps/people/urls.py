from django.urls import path

from manyhands.apps.people.views import entering, joining, listing, organisation, own, staff, weeks_off

app_name = "people"
_group = "g/<slug:group_slug>/"
_organisation = _group + "organisations/<int:organisation_id>/"
_person = _group + "people/<int:person_id>/"

urlpatterns = [
    path(_group + "help/", joining.volunteer_join, name="volunteer_join"),
    path(_group + "help/waiting/", joining.waiting, name="waiting"),
    path(_group + "me/", own.my_details, name="my_details"),
    path(_group + "me/same/", own.confirm, name="confirm"),
    path(_group + "me/pause/", own.pause, name="pause"),
    path(_group + "me/back/", own.come_back, name="come_back"),
    path(_group + "me/week/", weeks_off.week_off, name="week_off"),
    path(_group + "me/leave/", own.leave, name="leave"),
    path(_group + "organisations/join/", organisation.organisation_join, name="organisation_join"),
    path(_organisation, organisation.organisation_details, name="organisation"),
    path(_organisation + "leave/", organisation.organisation_leave, name="organisation_leave"),
    path(_organisation + "answer/", staff.answer_for_organisation, name="organisation_answer"),
    path(_group + "people/", listing.people_list, name="list"),
    path(_group + "people/new/", entering.add, name="add"),
    path(_person, staff.person_detail, name="detail"),
    path(_person + "show/", staff.reveal, name="reveal"),
    path(_person + "answer/", staff.answer, name="answer"),
    path(_person + "pause/", staff.pause, name="staff_pause"),
    path(_person + "leads/", staff.leads, name="staff_leads"),
    path(_person + "week/", weeks_off.week_off_of, name="staff_week_off"),
    path(_person + "same/", staff.confirm, name="staff_confirm"),
    path(_person + "change/", entering.change, name="change"),
    path(_person + "stop/", entering.stop, name="stop"),
]
