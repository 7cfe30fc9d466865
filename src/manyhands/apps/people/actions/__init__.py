"""Writes about people, one file per noun."""

from manyhands.apps.people.actions.persons import Contact, add_person, change_person, empty_card

__all__ = ["Contact", "add_person", "change_person", "empty_card"]
