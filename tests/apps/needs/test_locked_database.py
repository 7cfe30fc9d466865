"""Somebody else holds the database for five seconds: people wait, and nothing is lost."""

import threading

import pytest
from django.db import connection, transaction
from django.utils import timezone

from manyhands.apps.groups.models import Category, Group
from manyhands.apps.needs.actions import Asked, receive_need
from manyhands.apps.needs.models import Need
from manyhands.apps.people.actions import Contact
from manyhands.apps.places.actions import ToldPlace
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.worlds import make_group

LOCKED_SECONDS = 5


def hold_the_database(is_held, group_id):
    with transaction.atomic():
        # On SQLite any transaction that begins takes the write lock; on PostgreSQL the row that all writers touch.
        Group.objects.select_for_update().get(pk=group_id)
        is_held.set()
        threading.Event().wait(LOCKED_SECONDS)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_request_that_arrives_while_the_database_is_locked_is_stored():
    group = make_group()
    is_held = threading.Event()
    holder = threading.Thread(target=hold_the_database, args=(is_held, group.pk))
    holder.start()
    is_held.wait(10)

    with group_scope(group.pk):
        category = Category.objects.get(key="groceries")
        asked = Asked(
            categories=[category],
            contact=Contact(name="Ana"),
            place=ToldPlace(kind="zip", zip_code="48912"),
        )
        need = receive_need(group, asked, by=Actor.visitor(), at=timezone.now())
        stored = Need.objects.filter(pk=need.pk).exists()
    holder.join(20)

    assert stored
