"""What the provider of background checks tells us by itself."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from manyhands.apps.vetting.queries.standings import find_check_by_reference
from manyhands.apps.vouching.actions.orders import look_again, reference_indexes
from manyhands.apps.vouching.background_checks import BackgroundChecks, find_provider
from manyhands.storage.scope import system_scope
from manyhands.web.missing import or_404
from manyhands.web.webhooks.receiving import NotUnderstoodError, receive


@csrf_exempt
@require_POST
def background_news(request: HttpRequest) -> HttpResponse:
    """Signed by the provider; all that is believed of it is that there is something to ask about."""
    provider = or_404(find_provider())
    return receive(
        request,
        provider.scheme(),
        action=provider.name,
        at=timezone.now(),
        do=lambda raw: _look(provider, raw),
    )


background_news.access = "program"  # type: ignore[attr-defined]


def _look(provider: BackgroundChecks, raw: bytes) -> str:
    try:
        news = provider.understand(raw)
    except (ValueError, RecursionError) as error:
        raise NotUnderstoodError from error
    if news is not None:
        with system_scope("news of background checks"):
            check = find_check_by_reference(reference_indexes(news.person))
            if check is not None:
                look_again(check, at=timezone.now())
    return "looked"
