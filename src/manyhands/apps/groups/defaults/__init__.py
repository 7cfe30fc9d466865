"""What a new group starts with. From its first day on the group changes all of it as it likes.

The texts are the group's own data in two languages, not the program's words: they are stored, and so they are
written out here and not translated on the way to the page.
"""

from manyhands.apps.groups.defaults.categories import DEFAULT_CATEGORIES, DefaultCategory
from manyhands.apps.groups.defaults.skills import DEFAULT_SKILLS

__all__ = ["DEFAULT_CATEGORIES", "DEFAULT_SKILLS", "DefaultCategory"]
