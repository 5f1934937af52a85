"""One application's whole life, and those of twenty-nine others."""
