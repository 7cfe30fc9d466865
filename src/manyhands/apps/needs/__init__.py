"""What is asked for: the public request, intake, triage, parts, duplicates, import.

Who helps is `dispatch`, one floor up: it takes and gives back parts through `actions` here, the only place
where the state of a part or a need changes.

Three faces, each with its own urls, views and forms over the same actions and queries: `ask` (the public request,
without an account), `status` (the neighbour's own page, by private link) and `staff`.
"""
