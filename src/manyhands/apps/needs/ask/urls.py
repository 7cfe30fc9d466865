from django.urls import path

from manyhands.apps.needs.ask import views

_ask = "g/<slug:group_slug>/ask/"

urlpatterns = [
    path(_ask, views.start, name="ask"),
    path(_ask + "outside/", views.outside, name="ask_outside"),
    path(_ask + "check/", views.check, name="ask_check"),
    path(_ask + "sent/", views.sent, name="asked"),
    path(_ask + "forget/", views.forget, name="ask_forget"),
    path(_ask + "deleted/", views.deleted, name="ask_deleted"),
    path(_ask + "<slug:step>/", views.step, name="ask_step"),
]
