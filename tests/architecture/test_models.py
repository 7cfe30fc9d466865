"""Every field says how private it is, and every relation points down the journey."""

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model
from django.db.models.fields.related import RelatedField

from manyhands.storage.privacy import unclassified_fields
from tests.architecture.source import contract_layers, height_of_apps

OURS = [model for model in apps.get_models() if model.__module__.startswith("manyhands.")]
# Below every app.
GROUND = {name: -1 for layer in contract_layers("whole")[-3:] for name in layer}


def height(model: type[Model]) -> int:
    package = model.__module__.split(".")
    return height_of_apps()[package[2]] if package[1] == "apps" else GROUND[package[1]]


def relations(model: type[Model]) -> list[RelatedField]:
    return [field for field in model._meta.get_fields() if isinstance(field, RelatedField)]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_field_declares_its_privacy(model):
    assert unclassified_fields(model) == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_point_down(model):
    upwards = [
        f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}"
        for field in relations(model)
        if field.related_model in OURS
        and field.related_model._meta.app_label != model._meta.app_label
        and height(field.related_model) >= height(model)
    ]

    assert upwards == []


def test_the_journal_points_at_nothing():
    journal = [model for model in OURS if model._meta.app_label == "journal"]

    assert journal
    assert [field for model in journal for field in relations(model)] == []


@pytest.mark.parametrize("label", sorted({model._meta.app_label for model in OURS}))
def test_migrations_have_one_end(label):
    """Two ends mean that two people wrote a migration at once; git would not have told them."""
    graph = MigrationLoader(connection=None).graph

    assert len(graph.leaf_nodes(label)) == 1


@pytest.mark.parametrize("label", sorted({model._meta.app_label for model in OURS}))
def test_migrations_have_names(label):
    loader = MigrationLoader(connection=None)
    unnamed = [name for app, name in loader.disk_migrations if app == label and "_auto_" in name]

    assert unnamed == []
