"""Chapter 6, Several Regions."""

from explainer.app.course.chapters.several_regions.chapter import CHAPTER

__all__ = ["CHAPTER"]
