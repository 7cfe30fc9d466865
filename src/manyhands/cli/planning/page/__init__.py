"""One page that holds the whole plan: a map, a table, loads, and what is missing.

It is a file on somebody's own machine: style and script stand inside it, and its own policy forbids it to ask
anybody else for anything.
"""
