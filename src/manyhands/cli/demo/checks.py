"""Who has been checked for what in a demo group: most who drive or look after somebody, and some on the way."""

from datetime import datetime, timedelta
from random import Random

from manyhands.apps.groups.models import Group, Membership
from manyhands.apps.people.models import Organisation, Vehicle, Volunteer, VolunteerState
from manyhands.apps.vetting.actions import ask_for, decide, exempt, hand_in
from manyhands.apps.vetting.bridge import Subject, day_of, usual_end
from manyhands.apps.vetting.models import Requirement, RequirementKind
from manyhands.cli.demo.daytime import by_day, days_ago
from manyhands.storage.actors import Actor

DEMO = Actor.system("demo")
CARE = frozenset({"references", "identity", "background_check", "training", "agreement"})
RIDES = frozenset({"driving_licence", "vehicle_insurance"})
# For collecting medicine, money and homes nothing but the promise is asked.
PROMISE = frozenset({"agreement"})


def add_checks(group: Group, staff: dict[str, Membership], random: Random, *, at: datetime) -> None:
    required = {one.key: one for one in Requirement.objects.filter(group=group)}
    helpers = Volunteer.objects.filter(group=group).exclude(state=VolunteerState.APPLICANT)
    for volunteer in helpers.select_related("person__group").prefetch_related("skills").order_by("pk"):
        for key in sorted(_wanted(volunteer)):
            _go_through(required[key], Subject(volunteer.person), staff["vetter"], random, at=at)
    for organisation in Organisation.objects.filter(group=group, kind="childcare").select_related(
        "contact", "group"
    ):
        for key in ("facility_licence", "staff_checks", "liability_insurance", "visit"):
            _go_through(required[key], Subject(organisation), staff["vetter"], random, at=at)


def _wanted(volunteer: Volunteer) -> frozenset[str]:
    skills = {skill.key for skill in volunteer.skills.all()}
    wanted = PROMISE
    if "driving" in skills and volunteer.vehicle in (Vehicle.CAR, Vehicle.VAN):
        wanted |= RIDES
    return wanted | CARE if skills & {"childcare", "care"} else wanted


def _go_through(
    requirement: Requirement, subject: Subject, vetter: Membership, random: Random, *, at: datetime
) -> None:
    """Most are through; a few end soon, have ended, wait for somebody, or have only been asked."""
    by, chance, zone = Actor.member(vetter.pk), random.random(), subject.group.zone
    lasts = requirement.validity_days or 0
    if chance < 0.04:
        ask_for(requirement, subject, by=by, at=by_day(at - timedelta(days=3), zone))
        return
    if chance < 0.08 and requirement.kind != RequirementKind.AGREEMENT:
        hand_in(requirement, subject, by=by, at=by_day(at - timedelta(days=1), zone))
        return
    if chance < 0.1:
        until = day_of(subject.group, at) + timedelta(days=90)
        exempt(
            requirement,
            subject,
            reason="Known to us for years.",
            until=until,
            given_by=vetter,
            by=by,
            at=by_day(at, zone),
        )
        return
    # So many days ago that some end soon, and a few have ended.
    days = lasts + 10 if chance < 0.12 else lasts - 20 if chance < 0.2 and lasts else random.randint(5, 300)
    then = days_ago(days, random, zone, at=at)
    since = day_of(subject.group, then)
    check = hand_in(requirement, subject, by=by, at=then)
    decide(
        check,
        met=True,
        valid_from=since,
        valid_until=usual_end(requirement, since),
        decided_by=vetter,
        by=by,
        at=then,
    )
