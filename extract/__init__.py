"""Read Vietnamese news text; pure: bytes in, records out.

A page is cleaned into an article (`clean`), the article is split into sentences (`split`),
rules find mentions in a sentence (`find`), and mentions are resolved into facts, or into
readings that nobody should trust without a person (`resolve`).  `reader` is the whole way.
"""
