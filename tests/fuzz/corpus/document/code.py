'#!/usr/bin/env python
"""Doc."""
import os

class A:
    """B."""
    def f(self):
        return """
"""

def g():
    pass
