from typing import ANY
