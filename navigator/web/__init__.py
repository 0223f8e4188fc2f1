"""What every page shares: language, cookies, headers, errors, assets. No page is written here.

Two kinds of cookie are set, and only when a resident does something: `visit` (what they answered and kept, sealed so that nobody
but us can read it, gone after a while) and `language`. A page nobody has answered anything on sets none.
"""
