"""What looks after an installation: its keys, its journal, what comes in from sheets, and what is left."""
