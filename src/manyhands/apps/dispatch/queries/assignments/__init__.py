"""Tasks that somebody has, had or is asked to take, for the two of them and for staff."""
