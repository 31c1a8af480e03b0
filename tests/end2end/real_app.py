"""The program itself, with the bank in the folder named first instead of the one it comes with.

With three questions in the bank, a test knows beforehand what will be asked.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mockvoice import __main__, paths

folder = Path(sys.argv.pop(1))
paths.questions = lambda: folder
sys.exit(__main__.main())
