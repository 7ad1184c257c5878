"""Upkeep from the command line."""
