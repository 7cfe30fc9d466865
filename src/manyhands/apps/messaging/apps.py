from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "manyhands.apps.messaging"
    label = "messaging"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.groups.actions.answered import register_answered, register_asked
        from manyhands.apps.messaging.actions import forget_messages_of
        from manyhands.apps.messaging.actions.members import tell_answer, tell_of_applicant, tell_organisation
        from manyhands.apps.messaging.actions.retention import forget_relayed
        from manyhands.apps.messaging.queries import list_message_extracts
        from manyhands.apps.people.actions import register_organisation_answered
        from manyhands.apps.privacy.actions import register_erasure, register_export, register_forgetting

        register_erasure(forget_messages_of)
        register_export(list_message_extracts)
        register_forgetting("relayed", forget_relayed)
        register_answered(tell_answer)
        register_asked(tell_of_applicant)
        register_organisation_answered(tell_organisation)
