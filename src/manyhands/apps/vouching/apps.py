from django.apps import AppConfig


class VouchingConfig(AppConfig):
    name = "manyhands.apps.vouching"
    label = "vouching"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.privacy.actions import register_erasure, register_export
        from manyhands.apps.vouching.actions.giving import forget_proofs_of
        from manyhands.apps.vouching.actions.orders import (
            checks_with_references,
            forget_orders_of,
            has_old_index,
            renew_index,
        )
        from manyhands.apps.vouching.actions.taking import forget_who_trusted
        from manyhands.apps.vouching.queries.extracts import list_vouching_extracts
        from manyhands.apps.vouching.views.orders import order_panel, use_panel
        from manyhands.apps.vouching.views.panels import proof_panel, take_panel
        from manyhands.storage.rotation import Indexed, register_indexed
        from manyhands.web.panels import register_panel

        register_erasure(forget_proofs_of)
        register_erasure(forget_orders_of)
        register_erasure(forget_who_trusted)
        register_export(list_vouching_extracts)
        register_indexed(Indexed(checks_with_references, has_old_index, renew_index))
        register_panel("vetting.check", "vouching/panels/order.html", order_panel, position=40)
        register_panel("vetting.requirement", "vouching/panels/use.html", use_panel)
        register_panel("vetting.sheet", "vouching/panels/take.html", take_panel)
        register_panel("vetting.mine", "vouching/panels/proof.html", proof_panel)
