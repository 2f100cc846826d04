"""Dayfold: cleaned news articles in, a dated and sourced digest out."""

__version__ = "0.1.0"
