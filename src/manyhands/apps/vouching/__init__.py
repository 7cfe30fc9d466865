"""What others say of somebody: a provider of background checks, and another group whose proof they bring.

Whether anything of it counts here, people of this group decide in `vetting`.
"""
