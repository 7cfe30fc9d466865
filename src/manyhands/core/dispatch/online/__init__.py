"""The best plan of one pool while people come, go, say yes and say no."""

from manyhands.core.dispatch.online.delta import Delta, Invitation
from manyhands.core.dispatch.online.engine import Engine
from manyhands.core.dispatch.online.warm import warm

__all__ = ["Delta", "Engine", "Invitation", "warm"]
