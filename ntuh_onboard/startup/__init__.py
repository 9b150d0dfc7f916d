"""What runs before anything heavy is imported: environment, first frame, settings under the policy; exit statuses."""
