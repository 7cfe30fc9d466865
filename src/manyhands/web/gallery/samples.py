"""What the components are shown with."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from manyhands.web.parts import Action, Chip, NavItem, SummaryRow, Table, TimelineEntry


def sample_parts(*, at: datetime) -> dict[str, Any]:
    return {
        **sample_navigation(),
        "chips": [
            Chip(_("today"), "now", "alarm"),
            Chip(_("tomorrow"), "soon", "clock"),
            Chip(_("yours"), "ok", "check-lg"),
            Chip(_("Rosa is also here"), "teal", "person"),
            Chip(_("any time")),
        ],
        "task": sample_task(),
        "actions": [
            Action(_("Ask Ana"), "#", method="post", icon="send", key="p"),
            Action(_("Call back"), "#", style="quiet", icon="telephone", key="c"),
            Action(_("Refer"), "#", style="plain"),
        ],
        "close": Action(_("Close this request"), "#", method="post", style="danger"),
        "ask": Action(_("Ask for help"), "#"),
        "rows": sample_rows(),
        "summary": [
            SummaryRow(_("What would help"), _("Groceries, a ride"), "#"),
            SummaryRow(_("Where"), "Oak St 214\n48912", "#"),
            SummaryRow(_("Name"), "مريم", "#"),
        ],
        "timeline": [
            TimelineEntry(_("You asked"), _("Tuesday 10:12, by phone with Rosa")),
            TimelineEntry(_("Somebody said yes"), _("Ana R., checked by the group in May"), "now"),
            TimelineEntry(_("Delivered"), "", "later"),
        ],
        "table": Table(
            _("Who has time this week"),
            [_("Name"), _("Tasks"), _("Languages"), _("Distance")],
            [["Ana R.", "1", "English, Español", "1.2 km"], ["Luis G.", "3", "Español", "0.4 km"]],
        ),
        "active": [(_("A ride"), "?"), (_("within 2 km"), "?kind=ride")],
        "moments": [at + timedelta(hours=hours) for hours in (-200, -20, 2, 26, 80, 400)],
        "waiting_since": at - timedelta(hours=5),
        "soon": at + timedelta(hours=20),
        "link": "https://example.org/join/4f9a-22c1",
    }


def sample_navigation() -> dict[str, list[NavItem]]:
    return {
        "nav_items": [
            NavItem(_("Board"), "#board", "kanban", is_current=True),
            NavItem(_("People"), "#people", "people"),
            NavItem(_("Deliveries"), "#deliveries", "truck"),
            NavItem(_("Messages"), "#messages", "chat-dots", count=3),
            NavItem(_("Reports"), "#reports", "bar-chart"),
        ],
        "tab_items": [
            NavItem(_("Open requests"), "#open", is_current=True, count=46),
            NavItem(_("Requests under way"), "#under-way", count=12),
            NavItem(_("Closed requests"), "#closed"),
        ],
    }


def sample_task() -> dict[str, Any]:
    return {
        "title": _("Groceries for a family of four"),
        "chips": [Chip(_("tomorrow after 4 pm"), "soon", "clock"), Chip(_("about 45 min"))],
        "text": _("1.2 km from you · near Eastern High · Spanish helps"),
        "why": _(
            "You were chosen because you speak Spanish and have a car. You have one of your three tasks this week."
        ),
        "actions": [
            Action(_("Yes, I can"), "#", method="post"),
            Action(_("Not this time"), "#", method="post", style="quiet"),
        ],
    }


def sample_rows() -> list[dict[str, Any]]:
    return [
        {
            "icon": "capsule",
            "title": _("Collect a prescription"),
            "chips": [Chip(_("today"), "now", "alarm")],
            "text": _("Mrs B. · near Oak Park · Spanish · waiting 5 h"),
        },
        {
            "icon": "cart",
            "title": _("Groceries for four"),
            "chips": [Chip(_("tomorrow"), "soon", "clock")],
            "text": _("Household of 4 · near Eastern High · waiting 1 day"),
            "selected": True,
        },
        {
            "icon": "telephone",
            "title": _("Weekly phone friend"),
            "chips": [Chip(_("any time"))],
            "text": _("Prefers evenings · Arabic"),
        },
    ]
