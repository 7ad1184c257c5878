"""The command line: every stage of the road, as text a therapist would like to read or as JSON."""

from spinewise.cli.main import main

__all__ = ["main"]
