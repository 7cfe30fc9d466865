"""What we compute: plain Python without Django, network, clock or settings.

Every engine here can be imported in a notebook. The time is always handed in; nothing is read
from the environment, and the same input gives the same answer on every machine.
"""
