"""Simulated weeks of a town: who waits how long where help is short, and who is asked how often where it is not."""
