"""The rule language: YAML checklists of one-line tests over typed facts, three-valued."""
