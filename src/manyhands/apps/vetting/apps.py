from django.apps import AppConfig


class VettingConfig(AppConfig):
    name = "manyhands.apps.vetting"
    label = "vetting"
