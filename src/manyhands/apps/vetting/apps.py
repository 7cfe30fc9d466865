from django.apps import AppConfig


class VettingConfig(AppConfig):
    name = "manyhands.apps.vetting"
    label = "vetting"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.groups.actions.creation import register_created
        from manyhands.apps.privacy.actions import register_erasure, register_export
        from manyhands.apps.vetting import policies  # noqa: F401 - adds its lines to the table of who may
        from manyhands.apps.vetting.actions import forget_checks_of, take_shipped_requirements
        from manyhands.apps.vetting.queries.extracts import list_check_extracts

        register_created(take_shipped_requirements)
        register_erasure(forget_checks_of)
        register_export(list_check_extracts)
