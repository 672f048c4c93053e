"""Lets a CUDA build of torch be imported on a machine without NVIDIA's libraries.

Loaded by the reference environment at every start. The stubs are empty libraries with the names that torch is linked
with; bound lazily, torch never calls into them on the CPU. On a machine with the real libraries there are no stubs.
"""

import ctypes
import os
import sys

_STUBS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "cytonet_stubs")

if os.path.isdir(_STUBS):
    sys.setdlopenflags(os.RTLD_LAZY | os.RTLD_GLOBAL)
    for _name in sorted(os.listdir(_STUBS)):
        ctypes.CDLL(os.path.join(_STUBS, _name), mode=os.RTLD_LAZY | os.RTLD_GLOBAL)
