"""A plan from two spreadsheets, without a server and without a database.

Reads both sheets, lets the engine find the plan, and says it: as a sheet, in the terminal, and as one
page with a map. Nothing here imports Django: it runs wherever the package is installed.
"""
