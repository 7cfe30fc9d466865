"""One module for each word after `manyhands`: what may be written behind it, and the code it ends with."""
