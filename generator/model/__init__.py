"""The values every stage passes on: articles, sources, stories, editions, pages."""
