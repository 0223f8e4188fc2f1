"""What we learn: counts without people. A count is all that is left of a record once its time is over.

This room does not know cases or referrals; it is handed what to count.
"""
