from django.urls import path

from manyhands.apps.vetting.evidence import views

_group = "g/<slug:group_slug>/"

urlpatterns = [
    path(_group + "vetting/checks/<int:check_id>/evidence/", views.add, name="evidence_add"),
    path(_group + "vetting/evidence/<int:evidence_id>/", views.download, name="evidence"),
    path(_group + "vetting/evidence/<int:evidence_id>/remove/", views.remove, name="evidence_remove"),
    path(_group + "me/checks/<str:who>/<int:requirement_id>/files/", views.hand_in, name="evidence_hand_in"),
]
