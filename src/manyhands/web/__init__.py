"""The page every feature is drawn on: templates, components, form fields, icons, times in words.

Knows no group, need or person; what it draws is handed to it.
"""
