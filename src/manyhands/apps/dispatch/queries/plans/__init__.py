"""Plans: what one is made from, the runs that are kept, and what is said of them."""
