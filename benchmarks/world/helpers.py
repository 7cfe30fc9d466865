from datetime import datetime
from random import Random

from benchmarks.world.cards import add_persons, add_places
from benchmarks.world.copies import write
from benchmarks.world.journal import Lines
from manyhands.apps.accounts.models import User, email_index
from manyhands.apps.groups.models import Group, Membership, MembershipState, Role, Skill
from manyhands.apps.people.models import Vehicle, Volunteer, VolunteerState


def add_volunteers(
    group: Group, count: int, random: Random, lines: Lines, *, at: datetime
) -> list[Volunteer]:
    """Members with accounts who have said all that can be said; every one has every skill."""
    groups = [group] * count
    persons, places = add_persons(groups, random, at=at), add_places(groups, random)
    users = write(
        [
            User(
                email=one.email,
                email_index=email_index(one.email),
                created_at=at,
                language=one.language,
                password="!",
            )
            for one in persons
        ]
    )
    memberships = write(
        [_membership(group, user, person.name, at) for user, person in zip(users, persons, strict=True)]
    )
    role = Role.objects.get(group=group, key="volunteer")
    write([Membership.roles.through(membership_id=one.pk, role_id=role.pk) for one in memberships])
    rows = zip(persons, memberships, places, strict=True)
    volunteers = write(
        [
            Volunteer(
                group=group,
                person=person,
                membership=membership,
                state=VolunteerState.ACTIVE,
                languages=["en", "es"],
                vehicle=random.choice(Vehicle.values),
                week_slots=random.getrandbits(56),
                start_place=place,
                radius_m=random.choice((5_000, 8_000, 15_000)),
                tasks_per_week=5,
                details_confirmed_at=at,
            )
            for person, membership, place in rows
        ]
    )
    skills = Skill.objects.filter(group=group).values_list("pk", flat=True)
    through = Volunteer.skills.through
    write([through(volunteer_id=one.pk, skill_id=skill) for one in volunteers for skill in skills])
    for one in volunteers:
        lines.add(group.pk, "people.volunteer", one.pk, "volunteer.signed_up", "volunteer.admitted")
    lines.write()
    return volunteers


def _membership(group: Group, user: User, name: str, at: datetime) -> Membership:
    return Membership(
        group=group,
        user=user,
        state=MembershipState.ACTIVE,
        display_name=name,
        applied_at=at,
        answered_at=at,
    )
