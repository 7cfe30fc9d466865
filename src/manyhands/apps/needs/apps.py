from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "manyhands.apps.needs"
    label = "needs"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.needs.actions.forget import forget_needs_of
        from manyhands.apps.needs.actions.listing import relist_place
        from manyhands.apps.needs.queries.places import list_needs_at
        from manyhands.apps.needs.queries.retention import needs_a_card
        from manyhands.apps.needs.queries.status import list_need_extracts
        from manyhands.apps.needs.staff.views.beside import need_beside
        from manyhands.apps.places.actions import register_moved
        from manyhands.apps.places.queries import register_owners
        from manyhands.apps.privacy.actions import register_erasure, register_export, register_use_of_cards
        from manyhands.web.panels import register_panel

        register_erasure(forget_needs_of)
        register_export(list_need_extracts)
        register_use_of_cards(needs_a_card)
        register_moved(relist_place)
        register_owners(list_needs_at)
        register_panel("board.need", "needs/staff/beside.html", need_beside)
