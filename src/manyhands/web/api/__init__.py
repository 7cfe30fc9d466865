"""What every operation for programs stands on: how it says no, how it pages, how it is done once."""
