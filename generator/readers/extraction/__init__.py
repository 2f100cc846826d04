"""Pages of HTML in, what they say out: the article's text and its data."""
