"""A device that keeps keys, as software: what a browser would answer, and what somebody who cheats would."""

import base64
import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class SoftwareKey:
    host: str = "localhost"
    origin: str = "http://localhost"
    handle: str = ""
    count: int = 0
    flags: int = PRESENT | VERIFIED
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    private: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def make(self, options: dict[str, Any]) -> str:
        """The answer to being asked for a new key."""
        self.handle = options["user"]["id"]
        public = self.private.public_key().public_numbers()
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)})
        key = bytes(16) + struct.pack(">H", len(self.credential_id)) + self.credential_id + cose
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(self.flags | HAS_KEY) + key}
        response = {
            "clientDataJSON": packed(self._client("webauthn.create", options)),
            "attestationObject": packed(cbor2.dumps(statement)),
        }
        return self._answer(response)

    def use(self, options: dict[str, Any]) -> str:
        """The answer to being asked for a key; it counts one further each time."""
        self.count += 1
        client, data = self._client("webauthn.get", options), self._data(self.flags)
        signed = data + hashlib.sha256(client).digest()
        response = {
            "clientDataJSON": packed(client),
            "authenticatorData": packed(data),
            "signature": packed(self.private.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": self.handle,
        }
        return self._answer(response)

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        told = {"type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _data(self, flags: int) -> bytes:
        return hashlib.sha256(self.host.encode()).digest() + struct.pack(">BI", flags, self.count)

    def _answer(self, response: dict[str, Any]) -> str:
        name = packed(self.credential_id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
