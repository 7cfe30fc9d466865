from django.urls import path

from manyhands.apps.places import views

app_name = "places"
urlpatterns = [
    path("g/<slug:group_slug>/places/", views.unplaced, name="unplaced"),
    path("g/<slug:group_slug>/places/<int:place_id>/", views.locate, name="locate"),
    path(
        "g/<slug:group_slug>/places/known/<int:landmark_id>/remove/",
        views.forget_landmark,
        name="forget_landmark",
    ),
]
