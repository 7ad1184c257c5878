"""Plans for physical therapy of back and neck pain, made from a person's answers.

Everything in this package is pure: no network, no database, no clock and no hidden chance.
Whoever calls it says what day it is and brings the random generator.
"""

__version__ = "0.1.0"
