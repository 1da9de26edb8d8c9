"""`python -m explainer.serve` is the same as the `parade-proof` command."""

import sys

from explainer.serve.command import main

sys.exit(main())
