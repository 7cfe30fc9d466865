"""One row of volunteers as somebody who can be asked."""

from manyhands.cli.language import gettext as _
from manyhands.cli.planning.columns import read_whole
from manyhands.cli.planning.kinds import RIDE, skill_offered, widened
from manyhands.cli.planning.model import Helper, Remark
from manyhands.cli.planning.places import find_point, why_unknown, words_of, zip_only_of
from manyhands.cli.planning.reading import Sheet
from manyhands.core.sheets import Row, VolunteerRow
from manyhands.core.values.languages import is_language


def why_no_helper(volunteer: VolunteerRow) -> str:
    """Return why somebody is not asked, or "" for whoever can be."""
    if volunteer.status == "left":
        return _("the status says that they have left")
    if volunteer.status == "applicant":
        return _("the status says that they are not yet approved")
    return ""


def helper_of(
    sheet: Sheet, row: Row, columns: dict[str, int], volunteer: VolunteerRow
) -> tuple[Helper, list[Remark]]:
    recent, typed = read_whole(row, columns.get("recent"))
    remarks = []
    if typed or (recent is not None and recent < 0):
        text = _("%(heading)s: “%(typed)s” is not a number of tasks; none were counted.")
        shown = {"heading": sheet.table.label(columns["recent"]), "typed": typed or recent}
        remarks.append(Remark(sheet.name, row.line, text % shown))
    point = find_point(volunteer.place)
    if point is None:
        text = _("%(reason)s. They are asked only for what can be done by telephone.")
        remarks.append(Remark(sheet.name, row.line, text % {"reason": why_unknown(volunteer.place)}))
    said = frozenset(skill_offered(skill) for skill in volunteer.skills)
    # Whoever offers rides has something to give them with.
    has_vehicle = True if volunteer.has_vehicle is None and RIDE in said else volunteer.has_vehicle
    person = volunteer.person
    helper = Helper(
        id=f"v{row.line}",
        line=row.line,
        name=person.name or person.email or (person.phone.raw if person.phone else ""),
        where=words_of(volunteer.place),
        point=point,
        skills=widened(said, has_vehicle=has_vehicle),
        languages=frozenset(code for code in person.languages if is_language(code)),
        week_mask=volunteer.week_mask,
        radius_m=volunteer.radius_m,
        tasks_per_week=volunteer.weekly_tasks,
        recent=max(0, recent or 0),
        has_vehicle=has_vehicle,
        is_paused=volunteer.status == "paused",
        zip_only=zip_only_of(volunteer.place),
    )
    return helper, remarks
