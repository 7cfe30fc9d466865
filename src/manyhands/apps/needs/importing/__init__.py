"""Requests from a group's own spreadsheet: what its rows say is `core.sheets`' affair, keeping them is ours."""
