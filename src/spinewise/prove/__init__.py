"""Exhaustive safety proofs: every promise for every set of answers, every intervention for somebody.

The only package that imports z3; the running system does not need it.
"""

from spinewise.prove.invariants import Invariant, Promises, read_promises
from spinewise.prove.proof import prove
from spinewise.prove.report import Report, report_lines

__all__ = ["Invariant", "Promises", "Report", "prove", "read_promises", "report_lines"]
