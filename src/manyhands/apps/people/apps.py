from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "manyhands.apps.people"
    label = "people"
