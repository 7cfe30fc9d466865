"""Whom to ask about one part: who can, who is next, how many at once, and what is known between them."""
