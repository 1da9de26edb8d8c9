"""Chapter 2, One data centre."""

from explainer.app.course.chapters.data_centre.chapter import CHAPTER

__all__ = ["CHAPTER"]
