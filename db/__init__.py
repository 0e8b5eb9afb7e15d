"""Keep pages and facts, and put them before people."""
