"""What libraries know of keys and codes, in our words. Both are loaded only by whoever uses them: half a second."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

ISSUER = "Manyhands"
STEP_SECONDS = 30
DIGITS = 6
TIMEOUT_MS = 120_000


class NotAcceptedError(Exception):
    """What the browser sent is not what we asked for."""


@dataclass(frozen=True, slots=True)
class Site:
    """Which host keys are for, and where the page that asks may stand."""

    host: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewKey:
    credential_id: str
    public_key: str
    sign_count: int


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer says of itself, before anything is verified."""

    credential_id: str
    user_handle: str


def ask_for_new_key(site: Site, *, handle: bytes, label: str, known: list[str], challenge: bytes) -> str:
    """What the browser is told, as JSON. The key must be found without typing an address, and must ask for a finger,
    a face or a PIN: that makes it two things at once.
    """
    import webauthn  # noqa: PLC0415 - see above
    from webauthn.helpers.structs import (  # noqa: PLC0415 - as above
        AuthenticatorSelectionCriteria,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = webauthn.generate_registration_options(
        rp_id=site.host,
        rp_name=ISSUER,
        user_id=handle,
        user_name=label,
        user_display_name=label,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            require_resident_key=True,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(known),
    )
    return webauthn.options_to_json(options)


def ask_for_key(site: Site, *, known: list[str], challenge: bytes) -> str:
    """`known`: whose keys will do; none named means that the browser offers all it has for us."""
    import webauthn  # noqa: PLC0415 - see above
    from webauthn.helpers.structs import UserVerificationRequirement  # noqa: PLC0415 - as above

    options = webauthn.generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        timeout=TIMEOUT_MS,
        allow_credentials=_descriptors(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def read_new_key(answer: str, *, site: Site, challenge: bytes) -> NewKey:
    """Raises NotAcceptedError."""
    import webauthn  # noqa: PLC0415 - see above
    from webauthn.helpers import bytes_to_base64url  # noqa: PLC0415 - as above
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415 - as above

    try:
        found = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=list(site.origins),
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, LookupError) as error:
        raise NotAcceptedError(type(error).__name__) from error
    return NewKey(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
    )


def read_told(answer: str) -> Told:
    """Which key it claims to be. Raises NotAcceptedError."""
    try:
        given = json.loads(answer)
        handle = given["response"].get("userHandle") or ""
        return Told(str(given["id"]), _decoded(handle).decode("ascii"))
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise NotAcceptedError(type(error).__name__) from error


def verify_key(answer: str, *, site: Site, challenge: bytes, public_key: str, sign_count: int) -> int:
    """The new count. Raises NotAcceptedError: signed by another key, for another page, or counted backwards."""
    import webauthn  # noqa: PLC0415 - see above
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415 - as above

    try:
        found = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=list(site.origins),
            credential_public_key=_decoded(public_key),
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, LookupError) as error:
        raise NotAcceptedError(type(error).__name__) from error
    return found.new_sign_count


def _descriptors(known: list[str]) -> list[Any]:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor  # noqa: PLC0415 - see above

    return [PublicKeyCredentialDescriptor(id=_decoded(one)) for one in known]


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise NotAcceptedError("encoding") from error


# --- apps that make codes -----------------------------------------------------------------------------------


def address_for_app(secret: str, *, label: str) -> str:
    """What the square picture says."""
    return str(_maker(secret).get_provisioning_uri(label, ISSUER))


def code_of_step(secret: str, step: int) -> str:
    """The code that an app shows in one step of thirty seconds."""
    return str(_maker(secret).generate(step * STEP_SECONDS).decode("ascii"))


def _maker(secret: str) -> Any:
    from cryptography.hazmat.primitives.hashes import SHA1  # noqa: PLC0415 - see above
    from cryptography.hazmat.primitives.twofactor.totp import TOTP  # noqa: PLC0415 - as above

    # The apps that people have know SHA-1 alone; as a keyed hash nothing is known against it.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303
