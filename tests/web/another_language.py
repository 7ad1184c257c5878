"""Pages in the language of `marked`, and what somebody reads or hears of them."""

import re
from contextlib import contextmanager
from html import unescape

from django.utils import translation

from marked import Marked, spoken_by_the_core, unmarked
from web import remembered

NOT_READ = re.compile(r"<!--.*?-->|<(script|style|kbd|code)\b.*?</\1>", re.DOTALL)
TOLD = re.compile(r"\s(?:alt|title|placeholder|aria-label|aria-description|data-says)=\"([^\"]*)\"")
BUTTON = re.compile(r"<input[^>]*type=\"(?:submit|button)\"[^>]*value=\"([^\"]*)\"")
TAG = re.compile(r"<[^>]*>", re.DOTALL)


NAME = "xx"  # what is kept for each language apart is kept for this one too


@contextmanager
def spoken():
    """Everybody speaks it: Django's pages, the core, and whatever is set up meanwhile."""
    translation.gettext("")  # the working functions are put in place at first use
    catalogue = Marked()
    with spoken_by_the_core() as patch, translation.override(NAME):
        for name in ("gettext", "pgettext", "ngettext", "npgettext"):
            patch.setattr(translation._trans, name, getattr(catalogue, name))
        patch.setattr(remembered, "KEPT", type(remembered.KEPT)())
        yield


def read_of(page):
    """What somebody reads or hears of a page: between the tags, and in the attributes that are read out."""
    page = NOT_READ.sub("", page)
    told = [unmarked(unescape(text)) for text in (*TOLD.findall(page), *BUTTON.findall(page))]
    shown = unmarked(unescape(TAG.sub("\n", page)))
    lines = (line.strip() for text in (shown, *told) for line in text.splitlines())
    return [line for line in lines if line]
