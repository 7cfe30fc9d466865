from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "manyhands.apps.needs"
    label = "needs"
