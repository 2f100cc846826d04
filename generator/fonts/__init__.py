"""The fonts that pictures are drawn with: Source Serif 4, Latin, by its licence under another name."""
