"""Names that scripts import from `picsellia.types`: enums only."""
