"""What happens when much comes at once, twice, or is cut off in the middle: judged by what clients were answered."""
