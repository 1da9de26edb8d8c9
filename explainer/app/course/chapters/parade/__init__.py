"""Chapter 1, The parade."""

from explainer.app.course.chapters.parade.chapter import CHAPTER

__all__ = ["CHAPTER"]
