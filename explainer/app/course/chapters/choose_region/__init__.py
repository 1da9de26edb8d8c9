"""Chapter 5, Choose a Region."""

from explainer.app.course.chapters.choose_region.chapter import CHAPTER

__all__ = ["CHAPTER"]
