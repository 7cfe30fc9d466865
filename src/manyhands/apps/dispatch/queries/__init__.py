"""Reads about helping, each with a constant number of SQL queries."""
