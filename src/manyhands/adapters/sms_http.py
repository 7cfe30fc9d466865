"""Any gateway that takes JSON by POST, or a ten-line script of your own in front of one that does not.

The request, with HTTP basic authentication by `SMS_USER` and `SMS_SECRET` when a user is set, and with
`Authorization: Bearer SMS_SECRET` when only the secret is:

    POST {SMS_URL}
    Idempotency-Key: manyhands-1207
    {"to": "+15175550100", "from": "+15175550199", "text": "…", "reference": "manyhands-1207"}

Any 2xx answer means that the gateway has taken the message; `{"id": "…"}` in it is kept. 429 and 503 (with
`Retry-After`) and 500 mean "not taken, later"; any other 4xx means "never"; without an answer nobody can know.
"""

from django.conf import settings

from manyhands.adapters.http import Reply
from manyhands.adapters.sms import SmsAnswer, post, read_json, understand_failure


class HttpGateway:
    def send(self, *, to: str, text: str, reference: str) -> SmsAnswer:
        headers = {"Idempotency-Key": reference}
        if settings.SMS_SECRET and not settings.SMS_USER:
            headers["Authorization"] = f"Bearer {settings.SMS_SECRET}"
        reply = post(
            settings.SMS_URL,
            json={"to": to, "from": settings.SMS_FROM, "text": text, "reference": reference},
            headers=headers,
            auth=(settings.SMS_USER, settings.SMS_SECRET) if settings.SMS_USER else None,
        )
        if not isinstance(reply, Reply):
            return reply
        if reply.is_success:
            return SmsAnswer("accepted", provider_id=str(read_json(reply).get("id", ""))[:200])
        return understand_failure(reply)
