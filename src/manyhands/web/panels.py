"""Places on a page that apps higher up may fill: a need's page shows who helps, without knowing of dispatch.

An app registers in its AppConfig.ready(): `register_panel("need.detail", "dispatch/panels/helpers.html", load)`.
`load(request, thing)` returns the template's context, or None to show nothing.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

Load = Callable[[HttpRequest, Any], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Panel:
    position: int
    template: str
    load: Load


_panels: dict[str, list[Panel]] = defaultdict(list)


def register_panel(slot: str, template: str, load: Load, *, position: int = 50) -> None:
    _panels[slot] = sorted(
        [*_panels[slot], Panel(position, template, load)], key=lambda panel: panel.position
    )


def render_panels(slot: str, request: HttpRequest, thing: Any) -> SafeString:
    parts = []
    for panel in _panels[slot]:
        context = panel.load(request, thing)
        if context is not None:
            parts.append(render_to_string(panel.template, context, request))
    return mark_safe("".join(parts))  # noqa: S308 - each part comes escaped out of its template
