"""Read Vietnamese news text; pure: bytes in, records out.

A page is cleaned into an article: `decode` its bytes, find its parts (`clean` by the layouts of
the paper, `guess` without one, `prune` what is no text, `published`, `byline`).  `files` does it
for files on disk.

An article is read into facts and open questions.  `reader` is the whole way, one step a line:

1. `canon` gives the text one spelling and keeps the way back, `split` cuts it into sentences;
2. `find` marks the mentions of a sentence: names that are data (`gazetteer`) and turns of
   phrase (`rules`);
3. `lists` pairs names and values by position, then `link` goes from left to right (`walk`) and
   ties each value to what it is said of (`heads`, `values`): mentions become claims (`clause`);
4. `context` is what the sentences before have left, and `resolve` says of each claim who, how
   much (`measure`) and where it stands (`evidence`), in a `draft` that becomes a fact, or a
   question for a person where nothing or too much is left; `confidence` says how sure.

`explain` tells all this of one article in plain words.  `model` holds the records.
"""
