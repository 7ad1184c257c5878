"""The only place that writes. An action is one function: keyword-only, `by` and `now` named, one transaction,
and its entry in the audit chain in that same transaction: either everything is kept, or nothing.

An action checks that `by` may do it and raises `NotAllowed`; screens reach rows through `visible_to` first, so that
somebody else's patient is not found at all. Values that cannot be kept raise Django's `ValidationError`, answers
that cannot be read the core's `AnswersError`; both say what would be right.
"""
