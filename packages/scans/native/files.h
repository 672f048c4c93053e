// Whole small files, many at one time, for a thread that waits for a disk.
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

}  // namespace scans
