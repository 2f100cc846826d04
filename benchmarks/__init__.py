"""Archives of any size, built step by step in processes of their own: seconds, megabytes, growth."""
