from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "manyhands.apps.reporting"
    label = "reporting"
