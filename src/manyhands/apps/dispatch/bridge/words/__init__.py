"""What the engine gives as its reasons, and what a task is, as sentences in the reader's language."""
