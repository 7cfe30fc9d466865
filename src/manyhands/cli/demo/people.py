"""Volunteers, organisations and staff of a demo group."""

from datetime import datetime, timedelta
from random import Random

from manyhands.apps.accounts.models import User
from manyhands.apps.groups.actions import add_member
from manyhands.apps.groups.models import Group, Membership, MembershipState, Skill
from manyhands.apps.groups.queries import list_skills
from manyhands.apps.people.actions import (
    Contact,
    OrganisationDetails,
    VolunteerDetails,
    confirm_details,
    pause_volunteer,
    sign_up_organisation,
    sign_up_volunteer,
)
from manyhands.apps.people.models import OrganisationKind, ReachBy, Vehicle, Volunteer
from manyhands.apps.places.actions import ToldPlace
from manyhands.apps.places.models import PlaceKind
from manyhands.cli.demo.daytime import by_day, days_ago
from manyhands.cli.demo.groups import DemoGroup
from manyhands.cli.demo.names import any_name, phone_number
from manyhands.cli.demo.places import somewhere_in
from manyhands.core.values.week_slots import WeekSlots
from manyhands.storage.actors import Actor

DEMO = Actor.system("demo")
# Most have said within half a year that what is known of them is still true.
ASKED_AGAIN_AFTER = timedelta(days=150)
STAFF = (("intake", "Rosa M."), ("coordinator", "Sam T."), ("organiser", "Olga R."), ("vetter", "Dee K."))
ORGANISATIONS = (
    ("St. Therese pantry", OrganisationKind.PANTRY),
    ("Eastside Community Clinic", OrganisationKind.CLINIC),
    ("Iglesia Nueva Esperanza", OrganisationKind.CONGREGATION),
    ("Friends of the River", OrganisationKind.ASSOCIATION),
    ("Little Acorns childcare", OrganisationKind.CHILDCARE),
    ("Islamic Center kitchen", OrganisationKind.CONGREGATION),
    ("Holt Lutheran", OrganisationKind.CONGREGATION),
    ("Delhi food shelf", OrganisationKind.PANTRY),
    ("Corner hardware", OrganisationKind.BUSINESS),
    ("Holt High robotics", OrganisationKind.SCHOOL),
    ("Old Town shelter", OrganisationKind.SHELTER),
    ("North Side legal aid", OrganisationKind.ASSOCIATION),
)


def add_staff(group: Group, *, at: datetime) -> dict[str, Membership]:
    """One member per role, each with an account to sign in with."""
    staff = {}
    for role, name in STAFF:
        user = _user(f"{role}@{group.slug}.example.org", at=at)
        roles = [role] if role == "volunteer" else ["volunteer", role]
        staff[role] = add_member(group, user, roles=roles, display_name=name, by=DEMO, at=at)
    return staff


def add_volunteers(group: Group, demo: DemoGroup, random: Random, *, at: datetime) -> list[Volunteer]:
    skills = list_skills(group)
    return [_add_volunteer(group, demo, number, skills, random, at=at) for number in range(demo.volunteers)]


def _add_volunteer(
    group: Group, demo: DemoGroup, number: int, skills: list[Skill], random: Random, *, at: datetime
) -> Volunteer:
    waits = number > 0 and random.random() < 0.04
    since_days = random.randint(0, 9) if waits else random.randint(20, 400)
    joined_at = days_ago(since_days, random, group.zone, at=at)
    language = "es" if random.random() < 0.28 else "en"
    name = any_name(random, language)
    email = f"volunteer{number}@{group.slug}.example.org"
    membership = add_member(
        group,
        _user(email, language, at=joined_at),
        state=MembershipState.APPLICANT if waits else MembershipState.ACTIVE,
        display_name=name,
        by=DEMO,
        at=joined_at,
    )
    contact = Contact(
        name=name,
        phone=phone_number(random),
        email=email,
        reach_by=random.choice([ReachBy.EMAIL, ReachBy.EMAIL, ReachBy.TEXT, ReachBy.CALL]),
        language=language,
    )
    volunteer = sign_up_volunteer(
        group, contact, _details(demo, language, skills, random), membership=membership, by=DEMO, at=joined_at
    )
    if joined_at < at - ASKED_AGAIN_AFTER and random.random() < 0.85:
        confirmed_at = days_ago(random.randint(3, 150), random, group.zone, at=at)
        confirm_details(volunteer, by=DEMO, at=confirmed_at)
    if not waits and number and random.random() < 0.06:
        until = (at + timedelta(days=random.randint(3, 40))).date() if random.random() < 0.7 else None
        pause_volunteer(volunteer, until, by=DEMO, at=by_day(at - timedelta(days=2), group.zone))
    return volunteer


def _details(demo: DemoGroup, language: str, skills: list[Skill], random: Random) -> VolunteerDetails:
    languages = ["es", "en"] if language == "es" else ["en", "es"] if random.random() < 0.15 else ["en"]
    zip_code = random.choice(demo.zips)
    vehicle = random.choices(
        [Vehicle.CAR, Vehicle.NONE, Vehicle.BICYCLE, Vehicle.VAN], weights=[62, 18, 12, 8]
    )[0]
    return VolunteerDetails(
        skills=random.sample(skills, k=min(len(skills), random.choice([0, 1, 1, 2, 3]))),
        languages=languages,
        vehicle=vehicle,
        week_slots=_week(random),
        place=ToldPlace(kind=PlaceKind.ZIP, zip_code=zip_code, position=somewhere_in(zip_code, random)),
        radius_m=random.choice([3000, 5000, 8000, 8000, 12000, 20000]),
        tasks_per_week=random.choice([1, 2, 2, 3, 3, 4, 5]),
    )


def _week(random: Random) -> int | None:
    """Evenings and weekends mostly; some have not said."""
    chance = random.random()
    if chance < 0.08:
        return None
    if chance < 0.2:
        return WeekSlots.always().mask
    pairs = {(day, 6) for day in range(5) if random.random() < 0.7}
    pairs |= {(day, band) for day in (5, 6) for band in (3, 4, 5) if random.random() < 0.7}
    pairs |= {(day, band) for day in range(5) for band in (3, 4, 5) if random.random() < 0.25}
    return WeekSlots.from_pairs(pairs or {(5, 4)}).mask


def add_organisations(group: Group, demo: DemoGroup, first: int, random: Random, *, at: datetime) -> None:
    for name, kind in ORGANISATIONS[first : first + demo.organisations]:
        email = f"{name.lower().replace(' ', '-').replace('.', '')}@example.org"
        contact = Contact(name=any_name(random, "en"), phone=phone_number(random), email=email)
        zip_code = random.choice(demo.zips)
        details = OrganisationDetails(
            name=name,
            kind=kind,
            place=ToldPlace(
                kind=PlaceKind.ADDRESS, zip_code=zip_code, position=somewhere_in(zip_code, random)
            ),
            week_slots=WeekSlots.from_pairs({(day, band) for day in range(5) for band in (3, 4, 5)}).mask,
            languages=["en", "es"],
        )
        joined_at = days_ago(random.randint(30, 300), random, group.zone, at=at)
        sign_up_organisation(group, contact, details, by=DEMO, at=joined_at)


def _user(email: str, language: str = "en", *, at: datetime) -> User:
    return User.objects.create_user(email, at=at, language=language)
