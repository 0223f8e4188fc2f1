"""How we say it: the languages we speak, which one a page speaks, and the sentences themselves.

This room owns language codes, names and directions (asked of Babel, never of a hand list), the choice of a language for a
page, and the catalogues made from `translations/<code>/LC_MESSAGES/messages.po`. It does not know what any sentence is for.

It also owns what must hold of a sentence: `states` (read by a native speaker, stale), `rules` (numbers, kept words, letters), `glossary` (the
words agreed on) and `plain` (how hard the English is). `actions/check_translations.py` brings them to the files.

English sentences live where they are used (templates, needs, Python) and are translated at the last moment, in a presenter
or a template. A sentence without a translation falls back to English, and the page marks it as English.
"""
