"""Chapter 8, The world."""

from explainer.app.course.chapters.world.chapter import CHAPTER

__all__ = ["CHAPTER"]
