"""Who helps whom, and why.

``problem`` holds what is asked, ``constraints`` what must hold (one named rule per file),
``objectives`` what is better (one named measure per file), ``ranking`` who can help with one
request, nearest and least busy first.
"""
