"""Chapter 3, Two data centres."""

from explainer.app.course.chapters.two_data_centres.chapter import CHAPTER

__all__ = ["CHAPTER"]
