"""The public request: one question per page, at most six, then a look at all answers, then a reference number.

Each page is a form of its own. Its answer is kept as it was typed, and counts for as long as the form would still
take it: so a page can be left, reloaded, come back to and sent again, in any order.
"""
