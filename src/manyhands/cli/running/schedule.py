"""What runs by itself, and how often."""

from manyhands.web.jobs import daily, every

SCHEDULE = [
    every(1, "manyhands.apps.accounts.tasks.send_waiting_codes"),
    daily("manyhands.apps.accounts.tasks.forget_old_codes"),
    every(1, "manyhands.apps.messaging.tasks.deliver_due"),
    daily("manyhands.apps.messaging.tasks.forget_old_contents"),
    every(5, "manyhands.apps.places.tasks.geocode_due"),
    daily("manyhands.apps.places.tasks.forget_old_answers"),
    every(5, "manyhands.apps.vouching.tasks.ask_providers"),
    every(5, "manyhands.apps.dispatch.tasks.expire_invitations"),
    every(5, "manyhands.apps.dispatch.tasks.look_after_plans"),
    every(5, "manyhands.apps.dispatch.partners.tasks.look_after_asks"),
    daily("manyhands.apps.dispatch.tasks.forget_old_plans"),
    daily("manyhands.apps.dispatch.tasks.tell_of_ended_checks"),
    every(15, "manyhands.apps.needs.tasks.watch_needs"),
    every(60, "manyhands.apps.people.tasks.end_pauses"),
    daily("manyhands.apps.vetting.tasks.remind"),
    daily("manyhands.apps.vetting.evidence.tasks.forget_old_evidence"),
    daily("manyhands.apps.privacy.tasks.forget_daily"),
    daily("manyhands.cli.backups.tasks.back_up"),
]
