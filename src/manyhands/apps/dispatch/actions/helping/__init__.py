"""From the yes on: setting out, done, handed back, put back, and what the two say to and of each other."""
