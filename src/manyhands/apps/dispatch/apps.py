from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "manyhands.apps.dispatch"
    label = "dispatch"
