"""Twilio, and those who speak its protocol: https://www.twilio.com/docs/messaging/api/message-resource

`SMS_USER` is the account SID, `SMS_SECRET` the auth token, `SMS_FROM` a number, or the SID of a messaging service
(`MG…`). `SMS_URL` is needed only for another host that speaks the same protocol.
"""

from urllib.parse import quote

from django.conf import settings

from manyhands.adapters.http import Reply
from manyhands.adapters.sms import SmsAnswer, post, read_json, understand_failure

TWILIO = "https://api.twilio.com"
# The account's own limits (too many at once, queue full, out of credit, suspended): another message fares the same.
_ACCOUNT_CODES = frozenset({"20003", "20005", "20429", "30001", "30002", "21611", "63038"})
_ENDED_BADLY = frozenset({"failed", "undelivered", "canceled"})


class TwilioGateway:
    def send(self, *, to: str, text: str, reference: str) -> SmsAnswer:
        host = (settings.SMS_URL or TWILIO).rstrip("/")
        account = quote(settings.SMS_USER, safe="")
        sender = "MessagingServiceSid" if settings.SMS_FROM.startswith("MG") else "From"
        reply = post(
            f"{host}/2010-04-01/Accounts/{account}/Messages.json",
            data={"To": to, sender: settings.SMS_FROM, "Body": text},
            auth=(settings.SMS_USER, settings.SMS_SECRET),
        )
        if not isinstance(reply, Reply):
            return reply
        body = read_json(reply)
        if reply.is_success and body.get("status") in _ENDED_BADLY:
            return SmsAnswer("refused", reason=f"gateway {body.get('error_code') or body['status']}"[:40])
        if reply.is_success:
            return SmsAnswer("accepted", provider_id=str(body.get("sid", ""))[:200])
        code = str(body.get("code", ""))[:10]
        return understand_failure(reply, code=code, is_ours=code in _ACCOUNT_CODES)
