"""What we ask: needs, their questions, and where a person stands among them.

This room owns the need files, the doors residents come in by, the kinds of help, and the walk. It refuses to know who can
help, what was typed, and how a page looks. A walk is worked out afresh from the answers at every request and never stored.

Two things differ from the first sketch of the house. An address never names a need or a question, because a kiosk keeps
addresses: a page is "/ask/3", the third step of this person's own walk. And an answer can itself ask for kinds of help, name a
danger or add a need, so that an ending only has to say what is worth knowing.
"""
