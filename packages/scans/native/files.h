// Reading of files: many small ones for a thread that waits for a disk, and what memory holds of a large one.
#pragma once

#include <string>
#include <vector>

#include "codecs.h"

namespace scans {

/**
 * Reads files one behind another into `room`. `lengths` receives the bytes of each, or -1 for one that was not read: it
 * is absent, no file, larger than `most` or than what is left of the room, or reading it failed.
 */
void readFiles(const std::vector<std::string>& paths, size_t most, Room room, double* lengths);

/**
 * Reads what the page cache holds of a file from `at` on, without waiting for a disk.
 *
 * @return bytes read: fewer than the room has where the rest is not at hand, the file ends, or the system cannot tell
 */
size_t readCached(int file, uint64_t at, Room room);

/** How often this thread has waited for a disk, a network or another thread; negative where the system does not count. */
double waitsOfThread();

}  // namespace scans
