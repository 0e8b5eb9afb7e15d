"""Two newspapers to practise on: our own articles in the layouts of real papers."""
