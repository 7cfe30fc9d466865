from django import template

from manyhands.apps.dispatch.bridge.words.guarantees import guarantees_of
from manyhands.apps.dispatch.models import Run

register = template.Library()


@register.filter
def guarantees(run: Run) -> list[str]:
    return guarantees_of(run.certificate)
