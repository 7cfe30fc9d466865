from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "manyhands.storage"
    label = "storage"

    def ready(self) -> None:
        from manyhands.storage import checks  # noqa: F401 - registers itself
