from django.urls import path

from manyhands.apps.dispatch.what_if import views

_what_if = "g/<slug:group_slug>/what-if/"

urlpatterns = [
    path(_what_if, views.what_if, name="what_if"),
    path(f"{_what_if}<int:asked_id>/", views.answer, name="what_if_answer"),
]
