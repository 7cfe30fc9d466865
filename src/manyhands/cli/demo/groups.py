"""Three groups of different size, each meeting requests in its own way."""

from dataclasses import dataclass

from manyhands.apps.groups.models import JoinMode, MeetingMode


@dataclass(frozen=True, slots=True)
class DemoGroup:
    slug: str
    name: str
    about: str
    meeting_mode: str
    join_mode: str
    zips: tuple[str, ...]
    volunteers: int
    organisations: int
    needs: int
    help_phone: str
    comes_by_sheet: bool = False


GROUPS = (
    DemoGroup(
        slug="eastside",
        name="Eastside Neighbours",
        about="People on Lansing's east side who look after one another. Ask for what you need, give what you can.",
        meeting_mode=MeetingMode.SUGGESTED,
        join_mode=JoinMode.APPROVAL,
        zips=("48912", "48933", "48910"),
        volunteers=180,
        organisations=6,
        needs=80,
        help_phone="(517) 555-0100",
    ),
    DemoGroup(
        slug="holt",
        name="Holt Helping Hands",
        about="A small town helping itself: volunteers see what is asked for and take what suits them.",
        meeting_mode=MeetingMode.OPEN_CLAIM,
        join_mode=JoinMode.OPEN,
        zips=("48842", "48911"),
        volunteers=90,
        organisations=4,
        needs=45,
        help_phone="(517) 555-0142",
    ),
    DemoGroup(
        slug="north-lansing",
        name="North Lansing Mutual Aid",
        about="Began with a spreadsheet, and brought it along. Volunteers choose, the group says yes.",
        meeting_mode=MeetingMode.CLAIM_WITH_APPROVAL,
        join_mode=JoinMode.APPROVAL,
        zips=("48906", "48915"),
        volunteers=30,
        organisations=2,
        needs=27,  # two of its rows say too little to be taken
        help_phone="(517) 555-0167",
        comes_by_sheet=True,
    ),
)
