"""What other servers tell us by themselves: believed only when signed, taken once, and not read before both are known.

`schemes` says whether a delivery is what its sender signed; `receiving` takes it. Who sends what, adapters know.
"""
