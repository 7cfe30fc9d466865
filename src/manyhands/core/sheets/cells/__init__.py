"""One module per thing that a cell can say; each parser answers a ``Reading``."""
