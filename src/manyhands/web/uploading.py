"""How files come in over the wire: into memory, up to a bound, and nowhere else."""

import io
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler

# More than any form takes, so that each refuses a file that was cut here, beside its field.
MOST_BYTES = 12 * 1024 * 1024
# Whoever sends a scan that is somewhat too large is told on the form, with what else they typed; a film is not read.
MOST_READ_BYTES = 64 * 1024 * 1024


class BoundedMemoryHandler(FileUploadHandler):
    """Keeps the beginning of what is too large. Refuses a body that says it is far larger before reading it, one that
    turns out so when it does, and a further file after one that was cut.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's own name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        self._come = 0
        if content_length > MOST_READ_BYTES:
            raise RequestDataTooBig("More was sent than any form takes.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self._come > MOST_BYTES:
            raise RequestDataTooBig("More was sent than any form takes.")
        self._kept = io.BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._come += len(raw_data)
        if self._come > MOST_READ_BYTES:
            raise RequestDataTooBig("More was sent than any form takes.")
        self._kept.write(raw_data[: MOST_BYTES - self._kept.tell()])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._kept.seek(0)
        return InMemoryUploadedFile(
            self._kept,
            self.field_name,
            self.file_name or "",
            self.content_type or "",
            file_size,
            self.charset,
            self.content_type_extra,
        )
