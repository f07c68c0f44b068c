"""The review page: a local web server over one dataset, its page pictures and its corrections."""
