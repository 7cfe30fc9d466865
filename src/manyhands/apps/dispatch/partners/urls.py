from django.urls import path

from manyhands.apps.dispatch.partners import views

_partners = "g/<slug:group_slug>/partners/"

urlpatterns = [
    path(_partners, views.partner_asks, name="partner_asks"),
    path(f"{_partners}<int:ask_id>/", views.decide, name="partner_decide"),
    path("partners/<str:token>/", views.partner_ask, name="partner_ask"),
]
