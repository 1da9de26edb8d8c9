"""What an Outcome looks like: figures that are built once and patched, sentences, colours. Nothing here is a widget."""
