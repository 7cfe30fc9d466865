"""A model says whose its rows are, or the program does not start: Django's checks run before anything else."""

from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db.models import Model

from manyhands.storage.row_security import list_policies

OURS = "manyhands."
# Who signs in, and what guards forms: an account and an address may have to do with many groups, or with none.
APPS_OF_NO_GROUP = frozenset({"accounts", "storage"})
# The groups' own names, that some of them share, and what a geocoder said of an address, whoever asked.
MODELS_OF_NO_GROUP = frozenset(
    {"groups.Group", "groups.SharingPool", "places.CountedCell", "places.GeocodeAnswer"}
)


@register(Tags.models)
def check_that_rows_have_a_group(**_options: Any) -> list[CheckMessage]:
    guarded = {policy.table for policy in list_policies()}
    return [
        Error(
            f"{model._meta.label} has no group, and is not named as a table of no group.",
            hint="Derive it from GroupScopedModel, or name it in manyhands.storage.checks with the reason.",
            obj=model,
            id="manyhands.E001",
        )
        for model in apps.get_models(include_auto_created=True)
        if _is_ours(model) and model._meta.db_table not in guarded and not is_of_no_group(model)
    ]


def is_of_no_group(model: type[Model]) -> bool:
    return model._meta.app_label in APPS_OF_NO_GROUP or model._meta.label in MODELS_OF_NO_GROUP


def _is_ours(model: type[Model]) -> bool:
    return apps.get_app_config(model._meta.app_label).name.startswith(OURS)
