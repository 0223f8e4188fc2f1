"""Deeds: the few places where rooms meet.

Each module is one verb. It is handed what it works on, calls rooms, and returns plain records; it knows nothing of pages.
"""
