"""The port to a hospital, and its adapters. Nothing is imported here, so that reading the port costs nothing."""
