from manyhands.apps.needs.ask.urls import urlpatterns as ask_urls
from manyhands.apps.needs.staff.urls import urlpatterns as staff_urls
from manyhands.apps.needs.status.urls import urlpatterns as status_urls

app_name = "needs"
urlpatterns = [*ask_urls, *status_urls, *staff_urls]
