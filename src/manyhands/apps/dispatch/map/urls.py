from django.urls import path

from manyhands.apps.dispatch.map import views

urlpatterns = [
    path("g/<slug:group_slug>/open/map.json", views.open_map, name="open_map"),
    path("g/<slug:group_slug>/open/map/rows/", views.open_rows, name="open_map_rows"),
    path("g/<slug:group_slug>/map/", views.staff_map, name="staff_map"),
    path("g/<slug:group_slug>/map/cells.json", views.staff_cells, name="staff_map_cells"),
    path("g/<slug:group_slug>/map/rows/", views.staff_rows, name="staff_map_rows"),
]
