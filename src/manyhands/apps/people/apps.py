from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "manyhands.apps.people"
    label = "people"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.groups.actions import register_answered, register_left
        from manyhands.apps.groups.queries import HelpOfMembers, register_help_of_members
        from manyhands.apps.people.actions.answers import leave_with_membership, settle_with_membership
        from manyhands.apps.people.actions.persons import cards_with_indexes, has_old_index, renew_index
        from manyhands.apps.people.queries import (
            count_helpers,
            list_helpers_at,
            sort_members,
            tell_of_members,
        )
        from manyhands.apps.people.views import panels
        from manyhands.apps.places.queries import register_owners
        from manyhands.storage.rotation import Indexed, register_indexed
        from manyhands.web.panels import register_panel

        register_answered(settle_with_membership)
        register_left(leave_with_membership)
        register_panel("group.member", "people/panels/help.html", panels.help_of_member, position=10)
        register_owners(list_helpers_at)
        register_help_of_members(HelpOfMembers(tell_of_members, sort_members, count_helpers))
        register_indexed(Indexed(cards_with_indexes, has_old_index, renew_index))
