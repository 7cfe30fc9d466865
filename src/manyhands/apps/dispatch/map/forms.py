from typing import Any

from manyhands.apps.dispatch.forms import WishForm


class StaffWishForm(WishForm):
    """What staff filter the map of all open requests by: not by the way from their own home."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["within"]
        order: Any = self.fields["order"]
        order.choices = [choice for choice in order.choices if choice[0] != "nearest"]
