"""Chapter 7, The edge."""

from explainer.app.course.chapters.edge.chapter import CHAPTER

__all__ = ["CHAPTER"]
