"""The chapters, one module each with its words beside it; `explainer.app.course.contents` says which there are."""
