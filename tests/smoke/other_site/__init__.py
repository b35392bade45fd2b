"""Scribely: a small site of another make than Postry, for which the gate is configured, not changed.

``site`` is the application and its server, ``pages`` its HTML, ``settings`` the firedrill.toml that describes
it, ``people`` who has a ``draft`` there, ``cdn`` a third party that it uses, ``asked`` what both were asked,
``builds`` what can be wrong with it, ``variants`` what a careful person would say of each.
"""
