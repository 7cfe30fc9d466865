from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "manyhands.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.accounts.actions.users import has_old_index, renew_index
        from manyhands.apps.accounts.models import User
        from manyhands.storage.rotation import Indexed, register_indexed

        register_indexed(Indexed(User.objects.all, has_old_index, renew_index))
