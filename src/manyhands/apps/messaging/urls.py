from django.urls import path

from manyhands.apps.messaging import views

app_name = "messaging"
urlpatterns = [
    path("g/<slug:group_slug>/messages/", views.show_outbox, name="outbox"),
    path("g/<slug:group_slug>/settings/messages/", views.rules, name="rules"),
    path("g/<slug:group_slug>/messages/retry/", views.retry_all, name="retry_all"),
    path("g/<slug:group_slug>/messages/<int:message_id>/", views.show_one, name="show"),
    path("g/<slug:group_slug>/messages/<int:message_id>/retry/", views.retry, name="retry"),
    path("g/<slug:group_slug>/messages/<int:message_id>/called/", views.called, name="called"),
]
