"""What may be shown to whom, where, and for how long.

``cells`` blurs places, ``disclosure`` is the table of who sees which field when, ``masking``
shortens contact data, ``retention`` says when a record must be gone, ``chain`` makes a journal show
when it was changed.
"""
