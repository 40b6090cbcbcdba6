"""A class hub: JupyterHub with the club's notebooks, a folder for each child, a nickname and three pictures as the key.

JupyterHub comes with `pip install kimotsuki-ictclub[hub]` and is imported only where the hub runs.
"""
