from django.db import models

from manyhands.apps.journal.models import Entry, JournalHead


def list_entries_about(subject: models.Model) -> list[Entry]:
    """What happened to one thing, oldest first."""
    about = Entry.objects.filter(subject_kind=subject._meta.label_lower, subject_id=subject.pk)
    return list(about.order_by("number"))


def get_cursor(group_id: int) -> int:
    """The number of the last thing that happened: a page that shows it is up to date."""
    return JournalHead.objects.filter(group_id=group_id).values_list("last_number", flat=True).first() or 0
