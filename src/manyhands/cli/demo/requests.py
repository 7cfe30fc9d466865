"""What the invented neighbours have asked for, over the last weeks."""

from datetime import datetime, timedelta
from random import Random

from manyhands.apps.groups.models import Category, Group
from manyhands.apps.groups.queries import list_categories
from manyhands.apps.needs.actions import Asked, receive_need
from manyhands.apps.needs.actions.receive import AskedHousehold
from manyhands.apps.needs.models import Need
from manyhands.apps.needs.states import ForWhom, Source, Urgency, WhenKind
from manyhands.apps.needs.when import When, read_when
from manyhands.apps.people.actions import Contact
from manyhands.apps.people.models import Organisation, ReachBy
from manyhands.cli.demo.daytime import by_day
from manyhands.cli.demo.groups import DemoGroup
from manyhands.cli.demo.names import any_name, phone_number
from manyhands.cli.demo.people import DEMO
from manyhands.cli.demo.places import home
from manyhands.cli.demo.stories import Story, pick_story

URGENCIES = {
    WhenKind.BY_DAY: (Urgency.WEEK, Urgency.WEEK, Urgency.DAYS),
    WhenKind.AT_TIME: (Urgency.WEEK, Urgency.DAYS),
    WhenKind.ANY: (Urgency.WHENEVER,),
}
# What is as urgent as that is not left for longer.
SOON = ((timedelta(hours=10), Urgency.TODAY), (timedelta(days=2), Urgency.DAYS))
DONE_BY_NOW = timedelta(days=6)


def add_requests(group: Group, demo: DemoGroup, random: Random, *, at: datetime) -> list[Need]:
    """The newest last; the older ones will have gone further on their way."""
    categories = {category.key: category for category in list_categories(group)}
    organisations = list(Organisation.objects.filter(group=group, can_ask=True).select_related("contact"))
    hours_ago = [random.expovariate(1 / 120) + 0.2 for _ in range(demo.needs)]
    asked_at = sorted(by_day(at - timedelta(hours=hours), group.zone) for hours in hours_ago)
    return [
        _add_request(group, demo, categories, organisations, random, asked_at=moment, at=at)
        for moment in asked_at
    ]


def _add_request(
    group: Group,
    demo: DemoGroup,
    categories: dict[str, Category],
    organisations: list[Organisation],
    random: Random,
    *,
    asked_at: datetime,
    at: datetime,
) -> Need:
    story = pick_story(random)
    language = "es" if random.random() < 0.3 else "en"
    kind = random.choices(list(WhenKind), weights=[5, 4, 3, 2])[0]
    urgency = _soon(at - asked_at) if kind == WhenKind.SOON else random.choice(URGENCIES[kind])
    when = _when(group, kind, urgency, random, asked_at=asked_at, at=at)
    organisation = random.choice(organisations) if organisations and random.random() < 0.06 else None
    asked = Asked(
        categories=[categories[key] for key in story.kinds],
        contact=organisation.contact if organisation else _neighbour(random, language),
        place=home(random.choice(demo.zips), random),
        source=random.choices([Source.WEB, Source.PHONE], weights=[6, 4])[0],
        for_whom=ForWhom.ORGANISATION
        if organisation
        else random.choice([ForWhom.SELF] * 4 + [ForWhom.OTHER]),
        organisation=organisation,
        household=_household(story, random),
        details=story.spanish if language == "es" else story.english,
        summary=story.summary_en,
        urgency=urgency,
        when_kind=when.kind,
        starts_at=when.starts_at,
        due_at=when.due_at,
        people={"other": 2} if story.kinds == ("other",) else {},
    )
    return receive_need(group, asked, by=DEMO, at=asked_at)


def _neighbour(random: Random, language: str) -> Contact:
    is_nickname = random.random() < 0.1
    return Contact(
        name=random.choice(["Bluebird", "M.", "Porch light", "J."])
        if is_nickname
        else any_name(random, language),
        is_nickname=is_nickname,
        phone=phone_number(random) if random.random() < 0.85 else "",
        email=f"neighbour{random.randint(1, 99999)}@example.net" if random.random() < 0.5 else "",
        reach_by=random.choice(list(ReachBy)),
        language=language,
    )


def _household(story: Story, random: Random) -> AskedHousehold | None:
    if "groceries" not in story.kinds and "prepared_meal" not in story.kinds:
        return None
    children = random.choice([0, 0, 1, 2, 3])
    adults = random.choice([1, 1, 2])
    ages = {"2_to_17": children, "adult": adults}
    diets = random.choice(["", "", "", "no pork", "no eggs (allergy)", "diabetes", "vegetarian"])
    return AskedHousehold(size=children + adults, ages=ages, diets=diets)


def _soon(waiting: timedelta) -> Urgency:
    return next((urgency for within, urgency in SOON if waiting < within), Urgency.WEEK)


def _when(
    group: Group, kind: WhenKind, urgency: Urgency, random: Random, *, asked_at: datetime, at: datetime
) -> When:
    # What was asked for long ago has been done on its day; what is still looked for lies ahead.
    begin = asked_at if asked_at < at - DONE_BY_NOW else max(asked_at, at - timedelta(days=3))
    day = begin.astimezone(group.zone).date() + timedelta(days=random.randint(3, 9))
    clock = datetime(2000, 1, 1, random.choice([9, 10, 14, 16, 17]), random.choice([0, 0, 30])).time()  # noqa: DTZ001
    return read_when(kind, day, clock, zone=group.zone, at=asked_at, urgency=urgency)
