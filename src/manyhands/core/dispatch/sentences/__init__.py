"""Explanations in words, in the reader's language, with the catalogue beside them."""

from manyhands.core.dispatch.sentences.saying import say, say_details

__all__ = ["say", "say_details"]
