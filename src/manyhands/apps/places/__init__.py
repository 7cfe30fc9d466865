"""Where things are: addresses and landmarks (encrypted), positions, the search cell and the public cell.

Whoever asks "where?" before a grant gets the centre of the public cell from here, and nothing finer.
"""
