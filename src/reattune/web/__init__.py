"""The web app: pages that one person opens in the browser of their own machine.

`gate.py` decides what a request may ask at all, `desk.py` holds what a running server remembers (in memory alone), `at.py` is what every
page is handed, and each other file is one section: short routes that call a use case of `app/` and hand its values to a template. Nothing
here judges, counts or words what reattune says.
"""
