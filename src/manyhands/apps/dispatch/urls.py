from django.urls import path

from manyhands.apps.dispatch.board.urls import urlpatterns as board_patterns
from manyhands.apps.dispatch.map.urls import urlpatterns as map_patterns
from manyhands.apps.dispatch.partners.urls import urlpatterns as partner_patterns
from manyhands.apps.dispatch.views import calendar, notes, open_list, safety, task, who_can, wishes
from manyhands.apps.dispatch.what_if.urls import urlpatterns as what_if_patterns

app_name = "dispatch"

_PART = "g/<slug:group_slug>/requests/<str:reference>/<int:part_id>/people/"
_TASK = "g/<slug:group_slug>/tasks/<int:assignment_id>/"

urlpatterns = [
    *board_patterns,
    *map_patterns,
    *partner_patterns,
    *what_if_patterns,
    path(_PART, who_can.who_can, name="who_can"),
    path(f"{_PART}undo/", who_can.undo_asking, name="undo_asking"),
    path("g/<slug:group_slug>/helpers/<int:assignment_id>/", who_can.manage, name="manage"),
    path("g/<slug:group_slug>/claims/", who_can.claims, name="claims"),
    path("g/<slug:group_slug>/not-checked/", who_can.not_checked, name="not_checked"),
    path("g/<slug:group_slug>/open/", open_list.open_list, name="open_list"),
    path("g/<slug:group_slug>/open/<int:part_id>/", open_list.take, name="take"),
    path("g/<slug:group_slug>/tasks/", open_list.my_tasks, name="my_tasks"),
    path("g/<slug:group_slug>/tasks/calendar/", calendar.calendar, name="calendar"),
    path("calendar/<str:token>/tasks.ics", calendar.feed, name="calendar_feed"),
    path(_TASK, task.task, name="task"),
    path(f"{_TASK}note/", notes.task_note, name="task_note"),
    path(f"{_TASK}problem/", safety.task_problem, name="task_problem"),
    path("g/<slug:group_slug>/safety/", safety.safety_reports, name="safety_reports"),
    path("g/<slug:group_slug>/safety/<int:report_id>/", safety.safety_report, name="safety_report"),
    path("i/<str:token>/", task.invitation, name="invitation"),
    path("i/<str:token>/task.ics", calendar.one_task, name="invitation_calendar"),
    path("i/<str:token>/note/", notes.invitation_note, name="invitation_note"),
    path("i/<str:token>/problem/", safety.invitation_problem, name="invitation_problem"),
    path("r/<str:token>/helper/<int:assignment_id>/note/", notes.neighbour_note, name="neighbour_note"),
    path("r/<str:token>/helper/<int:assignment_id>/again/", wishes.neighbour_wish, name="neighbour_wish"),
    path("r/<str:token>/helper/<int:assignment_id>/", safety.helper_problem, name="helper_problem"),
]
