"""The press: one HTML document in, one tagged PDF out, without a page ever waiting for it longer than it said it would.

This room owns the one child process that prints (`press.py` holds it, `__main__.py` is it), and the question whether the fonts of this
machine have every character (`fonts.py`). What prints is loaded in the child alone, so the pages' memory and time are never spent on it.

It refuses to know what a paper says: no need, service, language or template is known here, and no style is added. It fetches nothing, from
the network or from a file, writes nothing down, and never repeats a document's words in an error. A paper that would hold a box instead of
a letter is not made.
"""
