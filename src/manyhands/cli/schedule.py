"""What runs by itself, and how often."""

from manyhands.web.jobs import every

SCHEDULE = [
    every(1, "manyhands.apps.messaging.tasks.deliver_due"),
    every(5, "manyhands.apps.dispatch.tasks.expire_invitations"),
    every(15, "manyhands.apps.needs.tasks.watch_needs"),
]
