"""The tenant: a mutual-aid group with its area, words, kinds of help, skills, members and their permissions.

Not the people's details (`people`), nor where anybody lives (`places`).
"""
