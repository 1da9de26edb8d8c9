"""The page "How good is it". `explainer.app.appraisal.appraisal` joins its parts."""
