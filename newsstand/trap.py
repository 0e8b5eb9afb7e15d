"""The traps: what goes wrong on real servers, one named switch each, all off at first.

==================== ============================================================================
``refusing``          every connection is closed without an answer
``robots-forbids``    robots.txt forbids everything
``robots-500``        robots.txt answers 500
``changed-layout``    the articles stand in a template that nobody has seen before
``not-found``         a linked article answers 404
``no-article``        a linked article is a topic page: a headline and links, no body
``truncated``         an article's Content-Length promises more than is sent
``empty``             an article of 0 bytes, with status 200
``huge``              an article of 20 MB
``wrong-charset``     an article in UTF-8 whose header says iso-8859-1
``wrong-charset-16``  an article in UTF-8 whose header says utf-16
``slow``              an article that drips, a kilobyte at a time
``script``            an article whose words hold ``<script>``: text, rightly escaped
``new-article``       one more article about a ranking, the newest
==================== ============================================================================

The first four change the whole paper.  Each of the others puts one more article on the stand,
the one in ``traps/both/<name>.toml`` or ``traps/<paper>/<name>.toml``.
"""

WHOLE_PAPER = ("refusing", "robots-forbids", "robots-500", "changed-layout")
ONE_ARTICLE = (
    "not-found",
    "no-article",
    "truncated",
    "empty",
    "huge",
    "wrong-charset",
    "wrong-charset-16",
    "slow",
    "script",
    "new-article",
)
TRAPS = (*WHOLE_PAPER, *ONE_ARTICLE)


class TrapError(Exception):
    """A person named a trap or a paper that the stand does not have."""


def known(name: str) -> str:
    """Return ``name`` when it is a trap; raise `TrapError` with the known names when not."""
    if name not in TRAPS:
        raise TrapError(f"no trap is called {name}; known: {', '.join(TRAPS)}")
    return name
