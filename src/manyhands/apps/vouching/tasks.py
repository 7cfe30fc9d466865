"""What runs by itself: asking the provider for what is due, one check after the other."""

import logging
from datetime import timedelta

from django.utils import timezone

from manyhands.apps.vouching.actions.orders import ask_about, take_order, use_answer
from manyhands.apps.vouching.background_checks import BackgroundChecks, find_provider
from manyhands.apps.vouching.queries.orders import list_due
from manyhands.storage.scope import group_scope, system_scope

logger = logging.getLogger(__name__)
RUN_FOR = timedelta(seconds=150)


def ask_providers() -> None:
    """Runs after a check was asked for and after news of one, and every few minutes."""
    provider = find_provider()
    if provider is None:
        return
    stop_at = timezone.now() + RUN_FOR
    with system_scope("background checks"):
        for order_id in list_due(provider.name, at=timezone.now()):
            if timezone.now() >= stop_at:
                return
            try:
                _ask(provider, order_id)
            except Exception:
                # One that cannot be asked about must not keep the others: it comes up again.
                logger.exception("background check %s", order_id)


def _ask(provider: BackgroundChecks, order_id: int) -> None:
    order = take_order(order_id, at=timezone.now())
    if order is None:
        return
    with group_scope(order.group_id):
        answer = ask_about(provider, order)
        use_answer(order, answer, at=timezone.now())
