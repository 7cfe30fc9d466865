"""What volunteers may choose from, as a list, near a place and as heaps on a map."""
