"""The steps that have a look of their own, a module a step; `view_registry` names them."""
