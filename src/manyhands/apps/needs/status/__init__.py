"""The neighbour's own page, opened by a private link: how it goes, who looked, change, done, forget me."""
