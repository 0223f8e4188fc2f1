"""The open door: our directory as Open Referral UK, for any other system to read and build on. No key, no login, no trace of who reads.

It spells "organization" as the standard does, and nowhere else. What a record says is `directory/published.py`; here are only addresses,
pages and filters.
"""
