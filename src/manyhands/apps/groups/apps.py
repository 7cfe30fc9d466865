from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "manyhands.apps.groups"
    label = "groups"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.groups.views import panels
        from manyhands.web.panels import register_panel

        register_panel("account.me", "groups/panels/my_groups.html", panels.my_groups)
