"""A request, from asking to the end."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "need.received": _("%(request)s came in (%(who)s)"),
    "need.triaged": _("%(who)s said how urgent %(request)s is"),
    "need.opened": _("%(who)s began the search for somebody for %(request)s"),
    "need.closed": _("%(who)s closed %(request)s"),
    "need.reopened": _("%(who)s opened %(request)s again"),
    "need.undone": _("%(who)s put %(request)s back as it was"),
    "need.confirmed": _("%(who)s said that %(request)s is still needed"),
    "need.contact_tried": _("%(who)s tried to reach somebody about %(request)s"),
    "need.details_set": _("%(who)s changed the details of %(request)s"),
    "need.follow_up_set": _("%(who)s changed when to look at %(request)s again"),
    "need.forgotten": _("%(who)s emptied %(request)s, as its time was over"),
    "need.language_set": _("%(who)s changed the language of %(request)s"),
    "need.moved": _("%(who)s changed the address of %(request)s"),
    "need.not_done": _("%(who)s said that %(request)s was not done after all"),
    "need.note_added": _("%(who)s wrote a note about %(request)s"),
    "need.owner_set": _("%(who)s changed who looks after %(request)s"),
    "need.parts_set": _("%(who)s changed what is asked for in %(request)s"),
    "need.still_needed_asked": _("%(who)s asked whether %(request)s is still needed"),
    "need.summary_set": _("%(who)s changed the short words for %(request)s"),
    "need.when_set": _("%(who)s changed the time of %(request)s"),
    "needs.imported": _("%(who)s took in requests from a spreadsheet"),
    "part.taken": _("A place in %(request)s was filled (%(who)s)"),
    "part.released": _("A place in %(request)s became free again (%(who)s)"),
    "part.started": _("Help with %(request)s began (%(who)s)"),
    "part.finished": _("Help with %(request)s was done (%(who)s)"),
    "part.resumed": _("Help with %(request)s was taken up again (%(who)s)"),
}
