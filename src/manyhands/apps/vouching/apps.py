from django.apps import AppConfig


class VouchingConfig(AppConfig):
    name = "manyhands.apps.vouching"
    label = "vouching"
