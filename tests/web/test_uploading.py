"""Files come into memory, within bounds, and go out as downloads only."""

import io

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.test import RequestFactory

from manyhands.web import uploading
from manyhands.web.downloads import send_download
from manyhands.web.errors import bad_request


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
    request = sent(scan=SimpleUploadedFile("big.pdf", b"xx"))
    monkeypatch.setitem(request.META, "CONTENT_LENGTH", str(uploading.MOST_READ_BYTES + 1))

    with pytest.raises(RequestDataTooBig):
        request.FILES.get("scan")


def test_what_is_somewhat_too_large_is_cut_and_the_rest_of_the_form_kept(monkeypatch):
    """The form itself refuses it, by its size and by what was kept."""
    monkeypatch.setattr(uploading, "MOST_BYTES", 50)
    request = sent(scan=SimpleUploadedFile("big.pdf", b"x" * 80), note="hello")

    assert request.POST["note"] == "hello"
    assert (request.FILES["scan"].size, len(request.FILES["scan"].read())) == (80, 50)


def test_no_further_file_is_taken_after_one_that_was_cut(monkeypatch):
    monkeypatch.setattr(uploading, "MOST_BYTES", 50)
    request = sent(one=SimpleUploadedFile("a", b"x" * 80), other=SimpleUploadedFile("b", b"y"))

    with pytest.raises(RequestDataTooBig):
        request.FILES.get("other")


def test_a_page_leads_back_to_the_form(rf):
    answer = bad_request(rf.post("/g/oak/evidence/?a=1"), RequestDataTooBig())

    assert answer.status_code == 413
    assert "at most 10 MB" in answer.content.decode()
    assert 'href="/g/oak/evidence/?a=1"' in answer.content.decode()


def test_a_length_that_was_a_lie_helps_nobody(monkeypatch):
    monkeypatch.setattr(uploading, "MOST_READ_BYTES", 1000)
    handler = uploading.BoundedMemoryHandler()
    handler.handle_raw_input(None, {}, 10, b"b")
    handler.new_file("scan", "a.pdf", "application/pdf", None, None, {})
    handler.receive_data_chunk(b"x" * 1000, 0)
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x", 1000)


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
