"""The pages of the public request, gone through by a visitor."""

from typing import Any

from manyhands.apps.groups.models import Category, Group
from manyhands.apps.groups.paths import group_path
from manyhands.storage.scope import group_scope
from tests.journeys.visitor import Visitor


def ask(
    neighbour: Visitor, group: Group, *, kind: str = "groceries", email: str = "maria@example.org"
) -> str:
    """For oneself, from the group's own page; returns the address of the private page."""
    neighbour.open(group_path(group, "groups:public"))
    neighbour.press("I need help")
    neighbour.choose("I do, or my household")
    neighbour.press("Continue")
    say_what_when_where(neighbour, group, kind=kind)
    neighbour.write("What should we call you?", "María López")
    reach_by_email(neighbour, email)
    neighbour.press("Continue")
    neighbour.write("What should we know?", "Milk, bread and rice. No nuts, please.")
    neighbour.press("Continue")
    neighbour.heading("Please check your answers")
    return send(neighbour)


def say_what_when_where(neighbour: Visitor, group: Group, *, kind: str) -> None:
    neighbour.choose_named(kind_name(group, kind, neighbour.language))
    neighbour.press("Continue")
    neighbour.choose("As soon as somebody can")
    neighbour.choose("Two or three days")
    neighbour.press("Continue")
    neighbour.choose("At an address")
    neighbour.write("Street, number and town", "214 Oak Street, Lansing")
    neighbour.write("ZIP code", "48912")
    neighbour.press("Continue")


def reach_by_email(neighbour: Visitor, email: str) -> None:
    neighbour.choose("E-mail")
    neighbour.write("E-mail address", email)


def send(neighbour: Visitor) -> str:
    # Who answers six questions in less than two seconds is taken for a program.
    neighbour.read_for(5)
    neighbour.press("Send")
    neighbour.heading("We have your request")
    address: Any = neighbour.page.locator("a.private-link").get_attribute("href")
    return str(address)


def kind_name(group: Group, key: str, language: str) -> str:
    with group_scope(group.pk):
        return Category.objects.get(group=group, key=key).name_in(language)
