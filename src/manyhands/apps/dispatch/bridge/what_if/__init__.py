"""A plan that is asked "what if": the question, both plans in a process of their own, and what differs in words."""
