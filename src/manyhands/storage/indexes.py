"""Indexes that come and go while people are served: PostgreSQL makes them beside the work on the table."""

from typing import Any

from django.db.migrations import AddIndex, RemoveIndex
from django.db.models import Index


def _change(what: str, schema_editor: Any, model: Any, index: Index) -> None:
    """SQLite has one writer at a time, and a group's index is made before anybody notices."""
    change = getattr(schema_editor, what)
    if schema_editor.connection.vendor != "postgresql":
        change(model, index)
        return
    # Outside any transaction, also where `manyhands migrate` works for every group.
    with schema_editor.connection.untold():
        change(model, index, concurrently=True)


class AddIndexBeside(AddIndex):
    """In a migration with `atomic = False`: PostgreSQL makes no index beside the work within a transaction."""

    atomic = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _change("add_index", schema_editor, to_state.apps.get_model(app_label, self.model_name), self.index)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        _change(
            "remove_index", schema_editor, from_state.apps.get_model(app_label, self.model_name), self.index
        )


class RemoveIndexBeside(RemoveIndex):
    """As `AddIndexBeside`."""

    atomic = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._change("remove_index", app_label, schema_editor, from_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._change("add_index", app_label, schema_editor, to_state)

    def _change(self, what: str, app_label: str, schema_editor: Any, state: Any) -> None:
        index = state.models[app_label, self.model_name_lower].get_index_by_name(self.name)
        _change(what, schema_editor, state.apps.get_model(app_label, self.model_name), index)
