"""Evidence: files and notes that a decision rests on, who may read them, and when they are gone."""
