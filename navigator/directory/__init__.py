"""Who can help: the services of a place, from reviewable files to a page of signposts.

This room owns what a service is (`records`), how its file is read and checked, the baked SQLite and Whoosh index, search by
words and matching by circumstances. It refuses to know how needs are asked about, what was typed, or who is asking: it is
handed ids and gives back records with reasons.

The files in `directory_data/` are the truth. What is baked can be deleted at any time and nothing is lost.
"""
