"""What every view is given and shares: the scene, the safe application, the busy lock, ways on from an error."""
