"""A model for LiteRT, the runtime of phones and boards that was TensorFlow Lite."""

from convscope.interchange.litert.exporting import ExportedLitert, export_litert

__all__ = ["ExportedLitert", "export_litert"]
