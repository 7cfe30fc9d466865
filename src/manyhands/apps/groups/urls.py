from django.urls import path

from manyhands.apps.groups.views import (
    categories,
    home,
    invites,
    joining,
    members,
    programs,
    public,
    roles,
    settings,
    start,
)

app_name = "groups"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/", start.begin, name="create"),
    path("start/check/", start.check, name="create_check"),
    path("start/<slug:step>/", start.question, name="create_step"),
    path("join/<str:token>/", joining.join, name="join"),
    path("g/<slug:group_slug>/", public.public, name="public"),
    path("g/<slug:group_slug>/qr.svg", public.public_qr, name="public_qr"),
    path("g/<slug:group_slug>/in/", home.enter, name="enter"),
    path("g/<slug:group_slug>/in/me/", members.myself, name="myself"),
    path("g/<slug:group_slug>/settings/", settings.about, name="settings"),
    path("g/<slug:group_slug>/settings/ready/", settings.ready, name="ready"),
    path("g/<slug:group_slug>/settings/area/", settings.area, name="area"),
    path("g/<slug:group_slug>/settings/pause/", settings.pause, name="pause"),
    path("g/<slug:group_slug>/settings/resume/", settings.resume, name="resume"),
    path("g/<slug:group_slug>/settings/kinds/", categories.categories, name="categories"),
    path("g/<slug:group_slug>/settings/kinds/new/", categories.add, name="category_new"),
    path("g/<slug:group_slug>/settings/kinds/<slug:key>/", categories.change, name="category"),
    path("g/<slug:group_slug>/settings/kinds/<slug:key>/switch/", categories.switch, name="category_switch"),
    path("g/<slug:group_slug>/settings/kinds/<slug:key>/move/", categories.move, name="category_move"),
    path("g/<slug:group_slug>/settings/members/", members.members, name="members"),
    path("g/<slug:group_slug>/settings/members/<int:membership_id>/", members.member, name="member"),
    path(
        "g/<slug:group_slug>/settings/members/<int:membership_id>/answer/",
        members.answer,
        name="member_answer",
    ),
    path("g/<slug:group_slug>/settings/members/<int:membership_id>/end/", members.end, name="member_end"),
    path("g/<slug:group_slug>/settings/invites/", invites.invites, name="invites"),
    path(
        "g/<slug:group_slug>/settings/invites/<int:invite_id>/revoke/", invites.revoke, name="invite_revoke"
    ),
    path("g/<slug:group_slug>/settings/invites/<int:invite_id>/qr.svg", invites.invite_qr, name="invite_qr"),
    path("g/<slug:group_slug>/settings/roles/", roles.roles, name="roles"),
    path("g/<slug:group_slug>/settings/roles/new/", roles.add, name="role_new"),
    path("g/<slug:group_slug>/settings/roles/<slug:key>/", roles.change, name="role"),
    path("g/<slug:group_slug>/settings/roles/<slug:key>/remove/", roles.remove, name="role_remove"),
    path("g/<slug:group_slug>/settings/programs/", programs.programs, name="programs"),
    path("g/<slug:group_slug>/settings/programs/<int:token_id>/end/", programs.revoke, name="program_revoke"),
    path("g/<slug:group_slug>/settings/<slug:section>/", settings.section, name="settings_section"),
]
