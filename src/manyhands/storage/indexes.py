"""Indexes that come and go while people are served: PostgreSQL makes them beside the work on the table."""

from typing import Any

from django.db.migrations import AddIndex, RemoveIndex


def _way(schema_editor: Any) -> dict[str, bool]:
    """SQLite has one writer at a time, and a group's index is made before anybody notices."""
    return {"concurrently": True} if schema_editor.connection.vendor == "postgresql" else {}


class AddIndexBeside(AddIndex):
    """In a migration with `atomic = False`: PostgreSQL makes no index beside the work within a transaction."""

    atomic = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.add_index(model, self.index, **_way(schema_editor))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        model = from_state.apps.get_model(app_label, self.model_name)
        schema_editor.remove_index(model, self.index, **_way(schema_editor))


class RemoveIndexBeside(RemoveIndex):
    """As `AddIndexBeside`."""

    atomic = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._change("remove_index", app_label, schema_editor, from_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._change("add_index", app_label, schema_editor, to_state)

    def _change(self, what: str, app_label: str, schema_editor: Any, state: Any) -> None:
        model = state.apps.get_model(app_label, self.model_name)
        index = state.models[app_label, self.model_name_lower].get_index_by_name(self.name)
        getattr(schema_editor, what)(model, index, **_way(schema_editor))
