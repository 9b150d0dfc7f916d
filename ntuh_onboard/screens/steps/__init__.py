"""The views of the steps that need one of their own, one module per step; `view_registry` maps looks to views."""
