"""Whatever is changed, old, strange or signed in another way is refused; the senders' own are taken."""

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manyhands.web.webhooks.schemes import (
    BodySignature,
    StandardWebhooks,
    WebhookRefusedError,
    standard_secret,
)
from tests.web.webhooks.deliveries import (
    AT,
    BODY,
    BODY_HEADER,
    KEY,
    OTHER_KEY,
    SCHEMES,
    at_other_times,
    changed_bytes,
    of_body,
    standard,
    with_other_keys,
    without_a_header,
)

SAMPLE = 400


def is_refused(scheme, sent):
    try:
        scheme.check(sent.headers, sent.body, at=sent.at)
    except WebhookRefusedError:
        return True
    return False


@pytest.mark.parametrize("name", SCHEMES)
def test_what_was_sent_is_taken(name):
    scheme, sent = SCHEMES[name]

    assert scheme.check(sent.headers, sent.body, at=AT).id


def test_the_schemes_own_example_is_taken():
    """From the specification of Standard Webhooks, with its secret and its time."""
    from datetime import UTC, datetime

    scheme = StandardWebhooks(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
    headers = {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }

    delivery = scheme.check(headers, b'{"test": 2432232314}', at=datetime.fromtimestamp(1614265330, UTC))
    assert delivery.id == "msg_p5jXN8AQM9LWM0D4loKWxJek"


@pytest.mark.parametrize("name", SCHEMES)
def test_what_was_changed_is_refused(name):
    """A sample of each place; `make check-webhooks` tries them all."""
    scheme, sent = SCHEMES[name]
    changed = random.Random(19).sample(list(changed_bytes(sent)), SAMPLE)

    assert [one for one in [*changed, *without_a_header(sent)] if not is_refused(scheme, one)] == []


def test_what_is_old_or_from_tomorrow_is_refused():
    scheme, sent = SCHEMES["Standard Webhooks"]

    assert all(is_refused(scheme, one) for one in at_other_times(sent))
    assert not is_refused(scheme, standard(sent_at=AT - timedelta(seconds=299)))


@pytest.mark.parametrize("name", SCHEMES)
def test_what_was_signed_with_another_key_or_in_another_way_is_refused(name):
    scheme, _ = SCHEMES[name]
    others = [sent for other, (_scheme, sent) in SCHEMES.items() if other != name]

    assert all(is_refused(scheme, one) for one in [*with_other_keys()[name], *others])


@pytest.mark.parametrize(
    "scheme", [StandardWebhooks([]), StandardWebhooks([""]), BodySignature(BODY_HEADER, [""])]
)
def test_without_a_secret_nothing_is_believed(scheme):
    assert is_refused(scheme, standard())
    assert is_refused(scheme, of_body(key=""))


def test_a_secret_can_be_changed():
    both = StandardWebhooks([OTHER_KEY, KEY])

    assert not is_refused(both, standard())
    assert not is_refused(both, standard(key=OTHER_KEY))


def test_one_of_several_signatures_will_do_but_not_of_a_hundred():
    sent = standard()
    signature = sent.headers["webhook-signature"]
    sent.headers["webhook-signature"] = f"v1a,AAAA v1,{'A' * 43}= {signature}"
    assert not is_refused(StandardWebhooks([KEY]), sent)

    sent.headers["webhook-signature"] = " ".join([signature] * 100)
    assert is_refused(StandardWebhooks([KEY]), sent)


@pytest.mark.parametrize("secret", ["whsec_short", "whsec_" + "A" * 8, "whsec_é", "not base64 at all!"])
def test_what_is_no_secret_stops_the_start(secret):
    with pytest.raises(ValueError, match="webhook secret"):
        standard_secret(secret)


def test_a_delivery_that_comes_again_is_known_again():
    scheme, sent = SCHEMES["signed body (Checkr)"]
    first = scheme.check(sent.headers, sent.body, at=AT)
    other = of_body(body=BODY + b" ")

    assert scheme.check(sent.headers, sent.body, at=AT + timedelta(days=2)) == first
    assert scheme.check(other.headers, other.body, at=AT) != first


@given(
    st.dictionaries(
        st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", BODY_HEADER]), st.text()
    ),
    st.binary(),
)
def test_any_headers_are_refused_in_words(headers, body):
    for scheme, _ in SCHEMES.values():
        with pytest.raises(WebhookRefusedError):
            scheme.check(headers, body, at=AT)
