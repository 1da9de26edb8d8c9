"""The review page: questions of all chapters again when it is time, and what you said beside what came out."""

from explainer.app.course.review.review import Review

__all__ = ["Review"]
