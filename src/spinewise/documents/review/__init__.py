"""The knowledge base as pages for the clinician who reviews it: what each entry says and what that rests on."""

from spinewise.documents.review.files import read_beyond
from spinewise.documents.review.pages import review_pages

__all__ = ["read_beyond", "review_pages"]
