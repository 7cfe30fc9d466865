from django.urls import path

from manyhands.apps.reporting import views
from manyhands.apps.reporting.views.health import metrics

app_name = "journal"
urlpatterns = [
    path("metrics", metrics, name="metrics"),
    path("g/<slug:group_slug>/journal/", views.show_journal, name="list"),
    path("g/<slug:group_slug>/reading/", views.show_reading, name="reading"),
    path("g/<slug:group_slug>/reading/mine/", views.show_own_reading, name="own_reading"),
    path("g/<slug:group_slug>/reading/looked-into/", views.mark_looked_into, name="looked_into"),
]
