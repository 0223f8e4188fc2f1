"""What we promised: cases, consent, plans, referrals and what came of them, the people who keep them, and the trail of who saw what.

This room owns the tables and the rules between them. It refuses to know pages, letters and the directory: a referral holds a
service's id and never the service. Personal words are sealed columns; what must be counted (needs, age band, ward, language) is plain.

Nothing here exists before a resident's consent. Everything here has an end (`retention.yaml`).
"""
