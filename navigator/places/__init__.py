"""Where: postcodes as people type them, the ward and point of one, and how far a walk is.

This room owns the table of postcodes baked from a place's `postcodes.csv` and `place.yaml`. It knows nothing of needs or
services. A postcode nobody knows is never a wall: callers get `Whereabouts` that say how much is known.

Distances are straight lines stretched by a detour factor and always called "about"; we do not pretend to route.
"""
