"""Providers of background checks. The port (`BackgroundChecks`) belongs to the vouching app.

`answers` holds what each of them says; `checkr` and `http` are the providers.
"""
