"""Who may do what, as a table that can be read out. A test opens every desk address as every role and holds it to this."""

from __future__ import annotations

#: Role → what it is for, in a sentence.
ROLES = {
    "navigator": "keeps cases of their own agency with residents, makes plans and referrals",
    "supervisor": "sees their agency's cases, caseloads and what is stuck; hands cases over",
    "referral-desk": "takes, triages and answers referrals to their agency's services",
    "directory-editor": "adds, changes and approves services in the directory",
    "translator": "reads and mends the words of residents' pages in their language",
    "insight-reader": "reads counts, never people",
    "administrator": "invites staff, sets roles, exports and erases, reads the audit trail",
}

#: What can be done → who may. The names are the permission of each desk page.
PERMISSIONS: dict[str, frozenset[str]] = {
    "see own account": frozenset(ROLES),
    "keep cases": frozenset({"navigator", "supervisor"}),
    "see caseloads": frozenset({"supervisor"}),
    "break glass": frozenset({"navigator", "supervisor", "administrator"}),
    "answer referrals": frozenset({"referral-desk"}),
    "edit directory": frozenset({"directory-editor"}),
    "keep words": frozenset({"translator", "directory-editor", "administrator"}),
    "read insight": frozenset({"insight-reader", "supervisor", "administrator"}),
    "see network": frozenset({"navigator", "supervisor", "referral-desk"}),
    "run the place": frozenset({"administrator"}),
}


def may(roles: frozenset[str], permission: str) -> bool:
    """Return whether somebody with these roles may do this. Raises `KeyError` for a permission the table lacks."""
    return bool(PERMISSIONS[permission] & roles)
