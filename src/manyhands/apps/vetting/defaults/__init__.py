"""What ships: requirements that protect children, older people and passengers from the first day of a group.

The texts are the group's own data in two languages: they are stored, and so are written out here and not translated on
the way to the page. From its first day on the group changes all of it as it likes.
"""

from manyhands.apps.vetting.defaults.organisations import FOR_ORGANISATIONS
from manyhands.apps.vetting.defaults.people import FOR_PEOPLE
from manyhands.apps.vetting.defaults.shipped import ShippedRequirement

SHIPPED: tuple[ShippedRequirement, ...] = (*FOR_PEOPLE, *FOR_ORGANISATIONS)

__all__ = ["SHIPPED", "ShippedRequirement"]
