"""Groups that share: what one cannot meet with its own people, somebody of another may take, if they say yes."""
