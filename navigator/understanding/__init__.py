"""What they told us: a typed message read into needs, kinds of help, danger and circumstances.

This room owns words and how they are weighed. It is handed text and gives back ids; it keeps nothing, logs nothing, sends nothing. It
refuses to know what a service is or what a page looks like. Danger is looked for first, in every message.
"""
