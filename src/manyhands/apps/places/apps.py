from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "manyhands.apps.places"
    label = "places"
