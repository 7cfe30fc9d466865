"""One group comes from a spreadsheet: invented rows under the headings that a real group's sheet has."""

from datetime import datetime, timedelta, tzinfo
from random import Random

from manyhands.cli.demo.daytime import by_day
from manyhands.cli.demo.groups import DemoGroup
from manyhands.cli.demo.names import any_name, street_address
from manyhands.cli.demo.stories import pick_story
from manyhands.core.sheets.writing import write_csv

HEADINGS = (
    "ID", "Organizer", "Status", "Name", "Timestamp", "Address", "email", "telephone",
    "Does your request need to remain anonymous? ", "Number of people in household ",
    "Is a member of your household over the age of 50, or otherwise at elevated risk? ",
    "What do you need? Check all that apply", "Is your need:", "Add any details about your request",
    "Is your need recurring?", "Organizer Results and Comments",
)  # fmt: skip
WORDS = {
    "groceries": "Food",
    "medicine": "Prescription pickup",
    "ride": "Transportation",
    "talk": "Emotional support",
    "pet_care": "pet care",
    "supplies": "Diapers and supplies",
    "clothing": "clothing/laundry",
    "forms": "Help with forms",
    "translation": "Translation",
    "housework": "Housework",
    "childcare": "Childcare",
    "prepared_meal": "Prepared meals",
}
URGENCIES = ("urgent, today or tomorrow", "non urgent, I can wait a day or two", "some time this week", "")


def write_sheet(demo: DemoGroup, zone: tzinfo, random: Random, *, at: datetime) -> bytes:
    """A CSV file as a group's volunteers would have kept it: not quite even, and not quite complete."""
    rows = (_row(number, demo, zone, random, at=at) for number in range(1, demo.needs + 1))
    return write_csv([HEADINGS, *rows])


def _row(number: int, demo: DemoGroup, zone: tzinfo, random: Random, *, at: datetime) -> list[str]:
    language = "es" if random.random() < 0.3 else "en"
    story = pick_story(random)
    wanted = ", ".join(WORDS.get(kind, "Something else") for kind in story.kinds)
    asked_at = by_day(at - timedelta(hours=random.randint(3, 500)), zone).astimezone(zone)
    is_unclear = number % 11 == 0
    return [
        str(number),
        random.choice(["Sam", "Rosa", "Olga", ""]),
        random.choice(["", "", "", "In progress", "Pending", "Completed"]),
        "" if is_unclear else any_name(random, language),
        f"{asked_at.month}/{asked_at.day}/{asked_at.year} {asked_at:%H:%M:%S}",
        f"{street_address(random)}, Lansing, MI {random.choice(demo.zips)}" if random.random() < 0.85 else "",
        f"neighbour{number}@example.net" if random.random() < 0.4 else "",
        random.choice([f"517-555-01{number:02d}", f"(517) 555 01{number:02d}", "call my sister", ""])
        if random.random() < 0.9
        else "",
        random.choice(["No", "No", "Yes"]),
        str(random.choice([1, 2, 3, 4, "2 adults 3 kids", 7])),
        random.choice(["Yes", "No", "x", ""]),
        "" if is_unclear else wanted,
        random.choice(URGENCIES),
        "" if is_unclear else story.spanish if language == "es" else story.english,
        random.choice(["One time", "Every week", ""]),
        "",
    ]
