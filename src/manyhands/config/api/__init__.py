"""The way in for programs, at /api/v1/."""
