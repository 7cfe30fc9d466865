"""The closed list of things a member may be allowed to do, and the sets that ship as roles.

An organiser may change a role or add one, within two bounds that protect people: `contact.reveal` and
`group.roles` cannot be given to the role `volunteer`, which everybody has.
"""

from django.utils.translation import gettext_lazy as _

PERMISSIONS = {
    "tasks.take": _("Take tasks and help"),
    "needs.read": _("See all requests, without contact details"),
    "needs.intake": _("Write down requests at the phone"),
    "needs.triage": _("Sort, open, close and reopen requests"),
    "needs.assign": _("Ask and assign people"),
    "contact.reveal": _("Show contact details; each look is noted"),
    "people.read": _("See the people page"),
    "people.manage": _("Change what is known of people; pause and block"),
    "members.approve": _("Say yes or no to those who want to join"),
    "vetting.manage": _("Check people and organisations, and see the evidence"),
    "messages.manage": _("See and resend messages that could not be delivered"),
    "safety.handle": _("Read and handle safety reports"),
    "reports.read": _("See totals and reports"),
    "journal.read": _("Read the journal"),
    "group.settings": _("Change the group's settings and kinds of help"),
    "group.roles": _("Give and change roles"),
}

SHIPPED_ROLES = {
    "volunteer": (_("Volunteer"), ("tasks.take",)),
    "intake": (_("Intake"), ("tasks.take", "needs.read", "needs.intake", "contact.reveal")),
    "coordinator": (
        _("Coordinator"),
        (
            "tasks.take", "needs.read", "needs.intake", "needs.triage", "needs.assign", "contact.reveal",
            "people.read", "people.manage", "members.approve", "messages.manage", "safety.handle", "reports.read",
        ),
    ),
    "vetter": (_("Vetter"), ("tasks.take", "people.read", "members.approve", "vetting.manage")),
    "driver_lead": (_("Driver lead"), ("tasks.take", "needs.read", "needs.assign", "people.read")),
    "organiser": (_("Organiser"), tuple(PERMISSIONS)),
    "reader": (_("Reader"), ("reports.read",)),
}  # fmt: skip

NEVER_FOR_EVERYBODY = frozenset(
    {"contact.reveal", "group.roles", "group.settings", "journal.read", "safety.handle", "vetting.manage"}
)

# Standing access to how people are reached, or to who may have it: whoever holds one of these signs in with two things.
NEEDS_SECOND_STEP = NEVER_FOR_EVERYBODY
