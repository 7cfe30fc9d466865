"""Files to keep: none of them is opened as a page of ours."""

from django.http import HttpResponse

_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpeg", "image/png": "png"}
# Whatever opens it all the same runs nothing, asks for nothing, sends nothing, and is of no site.
_POLICY = "sandbox; default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def send_file(data: bytes | str, *, media_type: str, name: str) -> HttpResponse:
    """One that we have written. `name` is one of ours, in ASCII."""
    return HttpResponse(
        data, content_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def send_download(data: bytes, *, media_type: str, name: str) -> HttpResponse:
    """One that somebody handed in. `name` has no ending: letters, digits, dots and hyphens of ASCII."""
    if (
        media_type not in _ENDINGS
        or not name.isascii()
        or not name.replace("-", "").replace(".", "").isalnum()
    ):
        raise ValueError(f"{media_type} {name!r} is not sent.")
    response = send_file(data, media_type=media_type, name=f"{name}.{_ENDINGS[media_type]}")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Content-Security-Policy"] = _POLICY
    return response
