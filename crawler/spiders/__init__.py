"""The spiders: one reads every newspaper."""
