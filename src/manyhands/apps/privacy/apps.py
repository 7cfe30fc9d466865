from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "manyhands.apps.privacy"
    label = "privacy"
