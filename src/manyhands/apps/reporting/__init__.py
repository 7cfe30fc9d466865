"""What a group can read about itself: so far its journal, in plain words.

It stands above all apps, because what happened may be about anything of theirs.
"""
