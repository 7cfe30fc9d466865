"""What is asked for: intake, triage, parts, duplicates, import.

Who helps is `dispatch`, one floor up: it takes and gives back parts through `actions` here, the only place
where the state of a part or a need changes.
"""
