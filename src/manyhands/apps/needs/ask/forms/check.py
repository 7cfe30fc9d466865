from datetime import datetime
from typing import Any

from manyhands.web.forms.by_hand import ByHandForm


class CheckForm(ByHandForm):
    """Sending. The time runs from the first page on."""

    def __init__(self, *args: Any, began_at: datetime, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, took=at - began_at, **kwargs)
