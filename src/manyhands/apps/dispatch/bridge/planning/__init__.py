"""A plan as it crosses over to a process of its own: what it is asked, what it answers, and how both are kept."""
