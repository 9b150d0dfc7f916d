"""What comes before anything heavy: surroundings, first frame, settings under the policy; and exit statuses."""
