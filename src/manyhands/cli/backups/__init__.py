"""Backups: taken while people write, sealed with a key of their own, tried out by restoring them.

`envelope` seals, `manifest` says what is inside, `sqlite` and `postgresql` know their database, `making`, `trying` and
`restoring` are the three commands, `rotation` throws old ones away, `tasks` makes one a day.
"""
