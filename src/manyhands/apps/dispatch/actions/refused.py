from manyhands.apps.dispatch.states import Refusal


class RefusedError(Exception):
    """It was not done. `refusal.label` says why, in words for whoever tried; `details` may add reasons."""

    def __init__(self, refusal: Refusal, details: str = "") -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.details = details

    @property
    def sentence(self) -> str:
        return f"{self.refusal.label} {self.details}".strip()
