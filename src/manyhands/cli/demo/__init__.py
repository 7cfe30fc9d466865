"""Invented neighbours in Lansing, Michigan: three groups, those who ask and those who help, the same every time."""
