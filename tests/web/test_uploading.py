"""Files come into memory, within bounds, and go out as downloads only."""

import io

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

from manyhands.web import uploading
from manyhands.web.downloads import send_download


def sent(**fields):
    return RequestFactory().post("/", fields)


def test_a_file_stays_in_memory_and_keeps_its_fields():
    # Django's own handlers write what is larger than 2.5 MB into a folder that others read.
    data = b"x" * (3 * 1024 * 1024)
    request = sent(note="hello", scan=SimpleUploadedFile("licence.pdf", data, content_type="application/pdf"))
    file = request.FILES["scan"]

    assert isinstance(file, InMemoryUploadedFile)
    assert (file.name, file.size, file.content_type, file.read()) == (
        "licence.pdf",
        len(data),
        "application/pdf",
        data,
    )
    assert request.POST["note"] == "hello"


def test_two_files_are_two():
    request = sent(one=io.BytesIO(b"one"), other=io.BytesIO(b"other"))

    assert (request.FILES["one"].read(), request.FILES["other"].read()) == (b"one", b"other")


def test_more_than_any_form_takes_is_refused_unread(monkeypatch):
    monkeypatch.setattr(
        uploading.BoundedMemoryHandler, "receive_data_chunk", lambda *_: pytest.fail("it was read")
    )
    request = sent(scan=SimpleUploadedFile("big.pdf", b"x" * (uploading.MOST_BYTES + 1)))

    with pytest.raises(RequestDataTooBig):
        request.FILES.get("scan")


def test_a_length_that_was_a_lie_helps_nobody(monkeypatch):
    handler = uploading.BoundedMemoryHandler()
    handler.handle_raw_input(None, {}, 10, b"b")
    handler.new_file("scan", "a.pdf", "application/pdf", None, None, {})
    handler.receive_data_chunk(b"x" * uploading.MOST_BYTES, 0)
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x", uploading.MOST_BYTES)


def test_what_goes_out_is_a_download_that_no_page_opens():
    response = send_download(b"%PDF-", media_type="application/pdf", name="evidence-7")

    assert response["Content-Disposition"] == 'attachment; filename="evidence-7.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("media_type", "name"),
    [
        ("text/html", "evidence"),
        ("application/pdf", 'a"; x="'),
        ("image/png", "ñ"),
        ("image/png", ""),
        ("image/png", "a\r\nb"),
    ],
)
def test_nothing_else_goes_out(media_type, name):
    with pytest.raises(ValueError, match="is not sent"):
        send_download(b"", media_type=media_type, name=name)
