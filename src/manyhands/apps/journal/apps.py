from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "manyhands.apps.journal"
    label = "journal"
