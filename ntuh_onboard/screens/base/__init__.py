"""What all views are given and share: the scene, the safe application, the busy lock, ways on from an error."""
