"""What we send: letters by key and language, an outbox written in the same transaction as what caused them, and the post itself.

Nothing is sent while a page is being made. A worker takes rows from the outbox one at a time, sends each once, and tries again with growing
waits; what cannot be sent is seen by staff. This room does not know cases: it is handed an address, a letter and its words.
"""
