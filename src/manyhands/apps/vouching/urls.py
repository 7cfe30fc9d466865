from django.urls import path

from manyhands.apps.vouching.views.news import background_news

app_name = "vouching"

urlpatterns = [
    path("webhooks/background-checks/", background_news, name="background_news"),
]
