// Included by c10d's header for nothing that its declarations use.
#pragma once
