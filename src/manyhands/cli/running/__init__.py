"""What runs while people are served: processes, what must be in place before, and what runs by itself."""
