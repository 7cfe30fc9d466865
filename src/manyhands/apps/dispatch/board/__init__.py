"""The board: what is asked for, who could help, and the one request that is being looked at, side by side."""
