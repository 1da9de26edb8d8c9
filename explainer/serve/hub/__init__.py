"""The pages of one person behind a JupyterHub.

A hub starts a server of its own for each person who logs in, and its proxy hands on to it whatever is asked under
`/user/NAME/`, by anybody. So the server itself has to ask the hub who comes. Here it is the server for many visitors,
with the same few doors and limits, and each door opens only to whom the hub says the server belongs (`doors`). The hub
tells by the environment where to listen and under which address (`server`).
"""
