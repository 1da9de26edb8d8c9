"""Chapter 4, Availability Zones."""

from explainer.app.course.chapters.zones.chapter import CHAPTER

__all__ = ["CHAPTER"]
