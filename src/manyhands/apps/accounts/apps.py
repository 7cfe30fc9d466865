from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "manyhands.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.accounts.actions.users import (
            has_old_index,
            has_old_phone_index,
            renew_index,
            renew_phone_index,
        )
        from manyhands.apps.accounts.models import SignInPhone, User
        from manyhands.apps.accounts.views.panels import loss_told
        from manyhands.storage.rotation import Indexed, register_indexed
        from manyhands.web.panels import register_panel

        register_panel("page.top", "accounts/parts/loss.html", loss_told)
        register_indexed(Indexed(User.objects.all, has_old_index, renew_index))
        register_indexed(Indexed(SignInPhone.objects.all, has_old_phone_index, renew_phone_index))
