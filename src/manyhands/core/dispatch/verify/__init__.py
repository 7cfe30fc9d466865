"""Whether a plan is true and best: nothing that a solver says is believed."""

from manyhands.core.dispatch.verify.certificate import Certificate, Fault, Finding
from manyhands.core.dispatch.verify.certify import certify

__all__ = ["Certificate", "Fault", "Finding", "certify"]
