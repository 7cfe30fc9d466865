"""Reads about helping, each with a constant number of SQL queries; a folder for each thing that is read."""
