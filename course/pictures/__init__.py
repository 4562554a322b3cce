"""The pictures of the notebooks, and the story that they tell."""
