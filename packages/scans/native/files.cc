#include "files.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace scans {
namespace {

/** Bytes of a file that is open, and -1 for what is no plain file. */
int64_t sizeOf(int file) {
  struct stat found;
  return fstat(file, &found) == 0 && S_ISREG(found.st_mode) ? static_cast<int64_t>(found.st_size) : -1;
}

bool readAll(int file, uint8_t* to, size_t bytes) {
  for (size_t done = 0; done < bytes;) {
    const ssize_t got = pread(file, to + done, bytes - done, static_cast<off_t>(done));
    if (got <= 0) return false;
    done += static_cast<size_t>(got);
  }
  return true;
}

}  // namespace

void readFiles(const std::vector<std::string>& paths, size_t most, Room room, double* lengths) {
  std::vector<int> files(paths.size(), -1);
  std::vector<int64_t> sizes(paths.size(), -1);
  // The disk is told of all of them before the first is waited for.
  for (size_t i = 0; i < paths.size(); i++) {
    files[i] = open(paths[i].c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (files[i] < 0) continue;
    sizes[i] = sizeOf(files[i]);
#ifdef POSIX_FADV_WILLNEED
    if (sizes[i] > 0) posix_fadvise(files[i], 0, sizes[i], POSIX_FADV_WILLNEED);
#endif
  }
  size_t at = 0;
  for (size_t i = 0; i < paths.size(); i++) {
    lengths[i] = -1;
    if (files[i] < 0) continue;
    const size_t bytes = static_cast<size_t>(sizes[i]);
    if (sizes[i] >= 0 && bytes <= most && bytes <= room.size - at && readAll(files[i], room.data + at, bytes)) {
      lengths[i] = static_cast<double>(bytes);
      at += bytes;
    }
    close(files[i]);
  }
}

size_t readCached(int file, uint64_t at, Room room) {
#ifdef RWF_NOWAIT
  size_t done = 0;
  while (done < room.size) {
    const iovec rest = {room.data + done, room.size - done};
    const ssize_t got = preadv2(file, &rest, 1, static_cast<off_t>(at + done), RWF_NOWAIT);
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  return done;
#else
  (void)file, (void)at, (void)room;
  return 0;
#endif
}

double waitsOfThread() {
#ifdef RUSAGE_THREAD
  rusage used;
  if (getrusage(RUSAGE_THREAD, &used) == 0) return static_cast<double>(used.ru_nvcsw);
#endif
  return -1;
}

}  // namespace scans
