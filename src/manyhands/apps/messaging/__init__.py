"""Telling people: the outbox, its channels, the words per language, and what could not be delivered.

A message is a row written in the transaction of whatever caused it; a worker sends it afterwards.
"""
