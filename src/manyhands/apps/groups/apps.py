from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "manyhands.apps.groups"
    label = "groups"
