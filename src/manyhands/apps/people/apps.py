from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "manyhands.apps.people"
    label = "people"

    def ready(self) -> None:
        from manyhands.apps.groups.actions.answered import register_answered, register_left
        from manyhands.apps.people.actions.answers import admit_with_membership, leave_with_membership

        register_answered(admit_with_membership)
        register_left(leave_with_membership)
