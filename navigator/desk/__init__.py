"""The navigators' door: cases, plans, referrals and what came of them, for people who signed in.

It says nothing in its own name that a room does not decide: who may is `casework/permissions.py`, what follows what is `casework/referral.py`.
The desk speaks English; what a resident or a service is shown speaks theirs.
"""
