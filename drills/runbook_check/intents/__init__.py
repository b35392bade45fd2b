"""What a command is for, told from the command itself, and whether that came about.

One kind of command a file, found by discovery: a module with ``recognise``. The first that recognises a
command speaks for it; a module's ``ORDER`` (0 by default) puts it behind others. A command that none
recognises is run all the same, and the report says that its purpose is unknown.
"""
