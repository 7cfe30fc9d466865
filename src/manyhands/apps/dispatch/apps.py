from django.apps import AppConfig


class DispatchConfig(AppConfig):
    name = "manyhands.apps.dispatch"
    label = "dispatch"

    def ready(self) -> None:
        # Here and not above: models can be imported only once all apps are known.
        from manyhands.apps.dispatch import actions
        from manyhands.apps.dispatch.actions.plans.changes import note_change, note_moved_place
        from manyhands.apps.dispatch.actions.retention import register_clocks
        from manyhands.apps.dispatch.partners.actions import end_asks_of, end_sharing, forget_lent
        from manyhands.apps.dispatch.queries.assignments.extracts import list_task_extracts
        from manyhands.apps.dispatch.queries.people.known import tasks_lately, tell_of_tasks
        from manyhands.apps.dispatch.queries.people.load import tasks_this_week
        from manyhands.apps.dispatch.views import panels
        from manyhands.apps.groups.actions import register_sharing_end
        from manyhands.apps.needs.actions import register_change as register_need_change
        from manyhands.apps.needs.actions import register_ending, register_return
        from manyhands.apps.people.actions import register_change as register_people_change
        from manyhands.apps.people.actions import register_leaving
        from manyhands.apps.people.queries import (
            register_known,
            register_tasks_lately,
            register_tasks_this_week,
        )
        from manyhands.apps.places.actions import register_moved
        from manyhands.apps.privacy.actions import register_erasure, register_export
        from manyhands.web.panels import register_panel

        register_panel("need.detail", "dispatch/panels/helpers.html", panels.helpers_of_need, position=10)
        register_panel("need.status", "dispatch/panels/coming.html", panels.who_is_coming, position=10)
        register_panel("home.waiting", "dispatch/panels/waiting.html", panels.what_waits_for_me)
        register_panel("needs.desks", "dispatch/panels/desks.html", panels.what_waits_for_staff)
        register_panel("person.detail", "dispatch/panels/person_weeks.html", panels.weeks_of_person)
        register_tasks_this_week(tasks_this_week)
        register_tasks_lately(tasks_lately)
        register_known(tell_of_tasks)
        register_ending(actions.end_with_need)
        register_return(actions.return_with_need)
        register_leaving(actions.end_with_helper)
        register_need_change(note_change)
        register_people_change(note_change)
        register_moved(note_moved_place)
        register_leaving(end_asks_of)
        register_sharing_end(end_sharing)
        register_erasure(actions.drop_inputs_of)
        register_erasure(forget_lent)
        register_erasure(actions.forget_words_of)
        register_export(list_task_extracts)
        register_clocks()
