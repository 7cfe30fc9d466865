"""The `manyhands` command: run it, try it, look after it."""
