"""Do the figures say what they mean to somebody who sees nothing but the picture?

The parts import each other relatively, because they run as `tests.blind` from the root and as `blind` in the tests.
"""
