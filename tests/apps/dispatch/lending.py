"""What tests of asking somebody of another group do, step by step."""

from django.test import Client

from manyhands.apps.dispatch.actions import request_run
from manyhands.apps.dispatch.models import PartnerAsk
from manyhands.apps.dispatch.partners.actions import agree_to_ask, approve_ask
from manyhands.apps.dispatch.partners.tasks import settle_ask
from manyhands.apps.dispatch.tasks import make_plan
from manyhands.apps.messaging.models import Message
from manyhands.storage.actors import Actor
from manyhands.storage.scope import group_scope
from tests.apps.dispatch.conftest import NOW, STAFF
from tests.worlds import make_member, sign_in

HELPER = Actor.system("helper")


def plan(group) -> None:
    with group_scope(group.pk):
        request_run(group, cause="requested", by=STAFF, at=NOW)
    make_plan(group.pk)


def only_ask(group) -> PartnerAsk:
    with group_scope(group.pk):
        return PartnerAsk.objects.select_related("group", "asking_group", "helper", "volunteer").get()


def approved(ask: PartnerAsk) -> PartnerAsk:
    with group_scope(ask.group_id):
        return approve_ask(ask, made_by=None, by=STAFF, at=NOW)


def agreed(ask: PartnerAsk) -> PartnerAsk:
    approved(ask)
    with group_scope(ask.group_id):
        return agree_to_ask(ask, text_shown="They see …", language="en", by=HELPER, at=NOW)


def settled(ask: PartnerAsk) -> PartnerAsk:
    agreed(ask)
    settle_ask(ask.group_id, ask.pk)
    return only_ask(ask.group)


def staff_of(group) -> Client:
    client = Client()
    sign_in(client, make_member(group, ("coordinator",), at=NOW).user)
    return client


def link_of(ask: PartnerAsk) -> str:
    with group_scope(ask.group_id):
        url = Message.objects.get(event="partner_invitation").context["url"]
    return "/partners/" + url.rstrip("/").rsplit("/", 1)[1] + "/"
