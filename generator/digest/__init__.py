"""Articles and stories in, editions out: ranked, quoted, each line with the words it rests on."""
