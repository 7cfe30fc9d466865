from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "manyhands.apps.accounts"
    label = "accounts"
