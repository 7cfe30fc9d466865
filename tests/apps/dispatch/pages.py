"""Opening pages as the people of a task."""

from django.test import Client

from manyhands.apps.dispatch.models import Assignment
from manyhands.apps.messaging.models import Message
from manyhands.apps.privacy.actions import make_link
from tests.apps.dispatch.conftest import NOW, SECRETS, STAFF


def find_secrets(html: str) -> set[str]:
    return {name for name, words in SECRETS.items() if words in html}


def invitation_url(assignment: Assignment) -> str:
    """The address in the message that the helper got."""
    message = Message.objects.filter(
        recipient=assignment.helper, about_id=assignment.pk, event="invitation"
    ).get()
    return str(message.context["url"]).removeprefix("http://localhost:8000")


def status_url(need) -> str:
    link = {"expires_at": NOW.replace(year=NOW.year + 2), "by": STAFF, "at": NOW}
    return f"/r/{make_link(need.group, 'need_status', need.pk, need.person, **link)}/"


def read(client: Client, url: str, **kwargs) -> str:
    response = client.get(url, **kwargs)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return response.content.decode()
