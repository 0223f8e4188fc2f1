"""How the directory stays true: edits that wait, are approved, sent back or reverted; what people report; whom we ask whether it is still right.

The files in `directory_data/` remain the starting truth; approved edits are laid over them at each bake. This room does not know what a
service is: an edit holds the fields of its file before and after.
"""
