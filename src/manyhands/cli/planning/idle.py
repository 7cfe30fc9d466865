"""Why somebody is not asked this time."""

from collections.abc import Mapping

import numpy as np

from manyhands.cli.language import gettext as _
from manyhands.cli.language import ngettext
from manyhands.cli.planning.model import Gathered, Helper
from manyhands.cli.planning.telling import Solved


def why_idle(gathered: Gathered, solved: Solved, *, busy: frozenset[str]) -> Mapping[str, str]:
    """For everybody who is not asked, by their ids; nothing where nothing is asked for at all."""
    if not gathered.tasks:
        return {}
    could = np.bincount(solved.arcs.volunteer, minlength=len(gathered.helpers)).tolist()
    asked = _skills_asked(solved)
    return {
        helper.id: _why(helper, could[row], asked)
        for row, helper in enumerate(gathered.helpers)
        if helper.id not in busy
    }


def _why(helper: Helper, could: int, asked: frozenset[str]) -> str:
    if helper.is_paused:
        return _("is taking a break")
    if helper.tasks_per_week == 0:
        return _("takes no tasks this week")
    if could:
        text = ngettext(
            "could do %(count)d task, but the plan as a whole is better with others",
            "could do %(count)d tasks, but the plan as a whole is better with others",
            could,
        )
        return text % {"count": could}
    if helper.point is None:
        return _("it is not known where they start from")
    if not helper.skills & asked:
        return _("nothing is asked for that they have said they can do")
    return _("nothing that they can do is within their reach, at their times and in their languages")


def _skills_asked(solved: Solved) -> frozenset[str]:
    pools = solved.problem.vocabulary.needs
    return frozenset(name for pool in pools for rule, name in pool if rule == "skills")
