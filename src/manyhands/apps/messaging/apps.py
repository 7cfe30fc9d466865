from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "manyhands.apps.messaging"
    label = "messaging"
