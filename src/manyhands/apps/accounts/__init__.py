"""The custom User: sign-in by a code sent to an e-mail address, and nothing else.

What a group knows of a person (name, telephone, skills) belongs to the group: see `people`.
"""
