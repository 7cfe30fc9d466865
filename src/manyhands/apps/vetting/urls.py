from django.urls import include, path

from manyhands.apps.vetting.views import beginning, deciding, mine, requirements, staff

app_name = "vetting"
_group = "g/<slug:group_slug>/"
_of = _group + "vetting/of/<str:who>/"
_check = _group + "vetting/checks/<int:check_id>/"
_mine = _group + "me/checks/"

urlpatterns = [
    path(_mine, mine.mine, name="mine"),
    path(_mine + "begin/", beginning.begin_own, name="begin_own"),
    path(_mine + "<str:who>/<int:requirement_id>/", mine.hand_in, name="hand_in"),
    path(_group + "vetting/", staff.people, name="list"),
    path(_group + "vetting/members/<int:membership_id>/", beginning.begin, name="begin"),
    path(_of, staff.sheet, name="of"),
    path(_of + "ask/", staff.ask, name="ask"),
    path(_of + "spare/<int:requirement_id>/", deciding.spare, name="exempt"),
    path(_group + "vetting/spared/<int:exemption_id>/end/", deciding.end_sparing, name="end_exemption"),
    path(_check, deciding.check, name="check"),
    path(_check + "move/", deciding.move, name="move"),
    path(_check + "end/", deciding.end, name="end"),
    path("", include("manyhands.apps.vetting.evidence.urls")),
    path(_group + "settings/checks/", requirements.requirements, name="requirements"),
    path(_group + "settings/checks/new/", requirements.add, name="requirement_new"),
    path(_group + "settings/checks/shipped/", requirements.take_shipped, name="take_shipped"),
    path(_group + "settings/checks/<int:requirement_id>/", requirements.change, name="requirement"),
]
