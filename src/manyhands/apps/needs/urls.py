from manyhands.apps.needs.staff.urls import urlpatterns as staff_urls

app_name = "needs"
urlpatterns = [*staff_urls]
