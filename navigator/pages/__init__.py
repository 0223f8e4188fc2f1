"""The resident's door: a first page, the questions as a form, the same questions as a chat, signposts, a list to keep.

Form and chat are two faces of one walk and share the answer book, so anyone may change from one to the other and lose nothing.
Addresses never say what was asked: a page of the form is a step's number, and searching is a POST whose words are dropped.
"""
