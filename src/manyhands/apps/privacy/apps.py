from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "manyhands.apps.privacy"
    label = "privacy"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.people.actions import register_showing
        from manyhands.apps.privacy.actions.showing import note_showing
        from manyhands.apps.privacy.views import panels
        from manyhands.web.panels import register_panel

        register_showing(note_showing)
        register_panel("need.detail", "privacy/_rights.html", panels.rights_of_whose, position=90)
        register_panel("person.detail", "privacy/_rights.html", panels.rights_of_whose, position=90)
        register_panel("volunteer.home", "privacy/_own_rights.html", panels.own_rights, position=90)
