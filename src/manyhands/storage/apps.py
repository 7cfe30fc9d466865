from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "manyhands.storage"
    label = "storage"
