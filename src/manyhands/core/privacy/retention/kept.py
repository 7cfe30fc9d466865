"""How long each class of data is kept, and what happens then. docs/reference/retention.md is made from this table."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Ends(StrEnum):
    """What happens to a row when its time is over."""

    EMPTIED = "emptied: a row without a name stays, for counting"
    DELETED = "deleted"
    WITH_OTHERS = "goes with what it belongs to"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Kept:
    """How long one class of data is kept.

    Attributes:
        models: the tables, as "app.Model".
        what: what it is, in words for people who run a group.
        until: when its time is over, in the same words.
        ends: what happens then.
        lasts: the time, where it is the same for every group; None where a group's own clocks count, or none does.
    """

    models: tuple[str, ...]
    what: str
    until: str
    ends: Ends
    lasts: timedelta | None = None


_BY_CLOCKS = "N days after closing, and M days after it was asked at the latest"

KEPT = {
    "requests": Kept(
        ("needs.Need", "needs.NeedPart", "needs.NeedMove", "places.Place", "people.Household"),
        "a request: what was asked, where, for whom; every change of it",
        _BY_CLOCKS,
        Ends.EMPTIED,
    ),
    "notes": Kept(
        ("needs.InternalNote", "needs.ContactAttempt"),
        "notes of the staff about a request, and of calls",
        "with the request",
        Ends.WITH_OTHERS,
    ),
    "drafts": Kept(
        ("needs.RequestDraft",),
        "a request that somebody began to write and did not send",
        "a day after the last key",
        Ends.DELETED,
        timedelta(hours=24),
    ),
    "cards": Kept(
        ("people.Person", "people.NameToken"),
        "the card of a person: name, how to reach them",
        "with their last request; N days after they stopped helping, or their organisation left; N days after nothing "
        "needs the card",
        Ends.EMPTIED,
    ),
    "helping": Kept(
        ("people.Volunteer", "people.WeekOff", "people.Wish", "people.BlockedPair"),
        "how somebody helps: when, where from, what they can do, whom they met gladly",
        "with the card",
        Ends.WITH_OTHERS,
    ),
    "checks": Kept(
        (
            "vetting.Check",
            "vetting.Evidence",
            "vetting.Exemption",
            "vouching.BackgroundOrder",
            "vouching.IssuedProof",
        ),
        "what somebody has shown before they help, with its files and proofs, and why they need not",
        "with the card",
        Ends.WITH_OTHERS,
    ),
    "organisations": Kept(
        ("people.Organisation",),
        "an organisation that left, or was not admitted",
        "N days after that, with the card of whoever answers for it",
        Ends.EMPTIED,
    ),
    "safety": Kept(
        ("people.SafetyReport",),
        "a report that something felt wrong, and the answer",
        "N days after it was answered; never before",
        Ends.EMPTIED,
    ),
    "tasks": Kept(
        ("dispatch.Assignment",),
        "who helped with what; what was written about it",
        "the words with the request; that it happened stays",
        Ends.EMPTIED,
    ),
    "plans": Kept(
        ("dispatch.Run", "dispatch.Proposal", "dispatch.UnmetPart"),
        "plans, with what they were made from",
        "60 days after they were made, or at once when somebody in them is forgotten",
        Ends.DELETED,
        timedelta(days=60),
    ),
    "what_ifs": Kept(
        ("dispatch.WhatIf",),
        "questions to the plan, and their answers",
        "30 days",
        Ends.DELETED,
        timedelta(days=30),
    ),
    "presence": Kept(
        ("dispatch.BoardPresence",), "who had the board open when", "a day", Ends.DELETED, timedelta(days=1)
    ),
    "partner_asks": Kept(
        ("dispatch.PartnerAsk",),
        "what groups that share have asked each other; no names in it",
        "M days after it was answered",
        Ends.DELETED,
    ),
    "messages": Kept(
        ("messaging.Message",),
        "what a message said; that it was sent stays",
        "two weeks after it was to go out",
        Ends.EMPTIED,
        timedelta(days=14),
    ),
    "relayed": Kept(
        ("messaging.RelayMessage",),
        "notes between a neighbour and whoever helps",
        "60 days after they were written, or with either of the two",
        Ends.EMPTIED,
        timedelta(days=60),
    ),
    "links": Kept(
        ("privacy.PrivateLink",),
        "private links, as hashes",
        "30 days after they have ended",
        Ends.DELETED,
        timedelta(days=30),
    ),
    "grants": Kept(
        ("privacy.DisclosureGrant",),
        "who might see what of whom, and when",
        "M days after it ended",
        Ends.DELETED,
    ),
    "readings": Kept(
        ("privacy.Reading", "privacy.LookedInto"),
        "who looked at whose details, and who asked about it; the name of who looked goes with the card",
        "M days after the look",
        Ends.DELETED,
    ),
    "consents": Kept(
        ("privacy.Consent",),
        "what somebody agreed to, in the words that were shown",
        "M days after their card was emptied",
        Ends.DELETED,
    ),
    "consent_texts": Kept(
        ("privacy.ConsentText",),
        "the words of agreements, each once; nobody's name is in them",
        "as long as the group",
        Ends.STAYS,
    ),
    "holds": Kept(
        ("privacy.LegalHold",),
        "reasons to keep something longer",
        "M days after the hold ended",
        Ends.DELETED,
    ),
    "accounts": Kept(
        (
            "accounts.User",
            "groups.Membership",
            "accounts.SignInPhone",
            "accounts.Device",
            "accounts.Passkey",
            "accounts.CodeApp",
            "accounts.RecoveryCode",
            "accounts.Loss",
        ),
        "accounts with the ways of signing in to them, and in which groups they are",
        "a year after the last sign-in, once they are in no group any more",
        Ends.DELETED,
        timedelta(days=365),
    ),
    "codes": Kept(
        ("accounts.SignInCode", "accounts.OneTimeLink"),
        "codes and links to sign in with",
        "a day after they have ended",
        Ends.DELETED,
        timedelta(days=1),
    ),
    "geocoding": Kept(
        ("places.GeocodeAnswer",),
        "where an address is, as the geocoder said; whose it is stands nowhere in it",
        "90 days",
        Ends.DELETED,
        timedelta(days=90),
    ),
    "once": Kept(
        ("storage.IdempotencyKey",),
        "which forms were taken already, so that none is taken twice",
        "a week",
        Ends.DELETED,
        timedelta(days=7),
    ),
    "limits": Kept(
        ("storage.RateBucket",),
        "how often an address did something, as a hash",
        "a day after the last time",
        Ends.DELETED,
        timedelta(days=1),
    ),
    "sessions": Kept(("sessions.Session",), "who is signed in", "when the session ends", Ends.DELETED),
    "jobs": Kept(
        ("django_q.Task", "django_q.Success", "django_q.Failure"),
        "jobs that failed, with numbers and never with words of people",
        "two weeks",
        Ends.DELETED,
        timedelta(days=14),
    ),
    "journal": Kept(
        ("journal.Entry", "journal.JournalHead"),
        "what happened, without a word that anybody wrote; numbers of people are sealed when they are forgotten",
        "it only grows",
        Ends.STAYS,
    ),
    "proof_keys": Kept(
        ("vouching.ProofKey",),
        "the key with which a group signs proofs; nobody's",
        "as long as the group",
        Ends.STAYS,
    ),
    "known_issuers": Kept(
        ("vouching.KnownIssuer",),
        "keys of other groups that somebody here trusts; who wrote one down goes with their card",
        "as long as the group",
        Ends.STAYS,
    ),
    "landmarks": Kept(
        ("places.Landmark",),
        "places that the group knows by name; nobody's home",
        "as long as the group",
        Ends.STAYS,
    ),
}
"""Every class of data that has to do with people, and its clock. N and M are a group's own two clocks."""


def lasts(key: str) -> timedelta:
    """Return how long a class of data is kept where that is the same for every group.

    Raises:
        LookupError: for a class that has no such time.

    >>> lasts("messages").days
    14
    """
    found = KEPT[key].lasts
    if found is None:
        raise LookupError(f"{key}: no fixed time")
    return found
