"""Voilà for many visitors at once: places, limits, closed doors, and headers on every answer.

A page of Voilà is a Python program of its own, so what a visitor costs is memory, and what a visitor could do is
whatever the server lets reach that program. `server` puts it together, `places` counts who is in, `pages` and
`channels` are the two ways in, `kernels` ends programs that nobody looks at, `headers` says what a browser may do,
`compression` makes answers small. `ready` sees that no visitor is given a program that has died, in the app too.
"""
