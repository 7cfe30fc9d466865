from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "manyhands.apps.places"
    label = "places"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.places.views.unplaced import places_to_find, where_is_it
        from manyhands.web.panels import register_panel

        register_panel("need.detail", "places/_panel.html", where_is_it, position=5)
        register_panel("needs.desks", "places/_desk.html", places_to_find)
