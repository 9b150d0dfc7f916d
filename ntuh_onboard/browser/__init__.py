"""The wizard in a web browser (extra `web`): one process per student behind a page of our own.

From textual-serve come the packets between server and wizard, and the terminal that runs in the browser (xterm.js with
its own style sheet). Its page and its server are not used: the page asks fonts.googleapis.com, for as long as a firewall
drops packets; the server knows no token, takes any Origin and size, lists its files, starts the wizard through a shell,
and waits for a wizard without end.

The server (`serving`, `admission`, `session`, `wire`, `page`) never imports a screen; `app` runs in the student's process.
"""
