"""Whether a plan is true and best: nothing that a solver says is believed."""

from manyhands.core.dispatch.verify.certificate import Certificate, Fault, Finding

__all__ = ["Certificate", "Fault", "Finding"]
