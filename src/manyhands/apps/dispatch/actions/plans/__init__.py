"""When a plan is worked out, and how long what it was made from is kept."""
