from django.urls import path

from manyhands.apps.places.views import maps, unplaced

app_name = "places"
urlpatterns = [
    path("g/<slug:group_slug>/map/base.json", maps.base, name="map_base"),
    path("g/<slug:group_slug>/map/file.pmtiles", maps.own_file, name="map_file"),
    path("g/<slug:group_slug>/places/", unplaced.unplaced, name="unplaced"),
    path("g/<slug:group_slug>/places/<int:place_id>/", unplaced.locate, name="locate"),
    path(
        "g/<slug:group_slug>/places/known/<int:landmark_id>/remove/",
        unplaced.forget_landmark,
        name="forget_landmark",
    ),
]
