from django.urls import path

from manyhands.apps.reporting import views

app_name = "journal"
urlpatterns = [path("g/<slug:group_slug>/journal/", views.show_journal, name="list")]
