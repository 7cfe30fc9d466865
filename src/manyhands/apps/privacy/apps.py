from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "manyhands.apps.privacy"
    label = "privacy"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.people.actions import register_showing
        from manyhands.apps.privacy.actions.showing import note_showing

        register_showing(note_showing)
