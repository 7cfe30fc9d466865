"""For programs: open requests near a place, one's own tasks, asking people, plans."""

from ninja import Router

from manyhands.apps.dispatch.api import asking, open_requests, plans, tasks

router = Router()
for _part in (open_requests.router, tasks.router, asking.router, plans.router):
    router.add_router("", _part)

__all__ = ["router"]
