"""A server of PyPI's `mcp` that speaks the stateless revision 2026-07-28, for service_peers.py.

usage: stateless_server.py PORT
"""

import sys

from mcp.server.mcpserver import MCPServer

server = MCPServer("shed")


@server.tool()
def add(a: int, b: int) -> int:
    "Add two numbers."
    return a + b


@server.tool()
def greet(name: str) -> str:
    "Greet somebody by name."
    return "Hello, " + name


server.run(transport="streamable-http", host="127.0.0.1", port=int(sys.argv[1]))
