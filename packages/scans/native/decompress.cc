// Deflate through libdeflate, Zstandard through libzstd.
#include <libdeflate.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <cstdlib>
#include <cstring>
#include <new>

#include "codecs.h"

namespace scans {

Workspace::~Workspace() {
  libdeflate_free_decompressor(static_cast<libdeflate_decompressor*>(inflater));
  ZSTD_freeDCtx(static_cast<ZSTD_DCtx*>(zstd));
  std::free(rows);
  std::free(tile);
  std::free(packed);
}

Decoded inflate(Workspace& space, DeflateForm form, Bytes in, Room out, bool& fits) {
  fits = true;
  if (space.inflater == nullptr) space.inflater = libdeflate_alloc_decompressor();
  auto* inflater = static_cast<libdeflate_decompressor*>(space.inflater);
  if (inflater == nullptr) throw std::bad_alloc();
  auto* decompress = form == DeflateForm::zlib   ? libdeflate_zlib_decompress_ex
                     : form == DeflateForm::gzip ? libdeflate_gzip_decompress_ex
                                                 : libdeflate_deflate_decompress_ex;
  size_t done = 0;
  do {
    size_t read = 0, written = 0;
    const auto result = decompress(inflater, in.data, in.size, out.data + done, out.size - done, &read, &written);
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE) {
      fits = false;
      return {0, "it inflates to more than is expected"};
    }
    if (result != LIBDEFLATE_SUCCESS) return {0, "its deflate data are damaged or end early"};
    done += written;
    in = {in.data + read, in.size - read};
    // Of gzip alone several members may follow one another; what else follows is padding.
  } while (form == DeflateForm::gzip && in.size > 2 && in.data[0] == 0x1f && in.data[1] == 0x8b);
  return {done, ""};
}

Decoded decodeZstd(Workspace& space, Bytes in, Room out) {
  if (space.zstd == nullptr) space.zstd = ZSTD_createDCtx();
  if (space.zstd == nullptr) throw std::bad_alloc();
  const size_t written =
      ZSTD_decompressDCtx(static_cast<ZSTD_DCtx*>(space.zstd), out.data, out.size, in.data, in.size);
  if (ZSTD_isError(written)) return {0, std::string("zstd: ") + ZSTD_getErrorName(written)};
  return {written, ""};
}

bool statesSize(Bytes in, size_t bytes) {
  constexpr uint8_t magic[4] = {0x28, 0xb5, 0x2f, 0xfd};
  if (in.size < 6 || std::memcmp(in.data, magic, sizeof magic) != 0) return false;
  const auto stated = ZSTD_getFrameContentSize(in.data, in.size);
  return stated == bytes || stated == ZSTD_CONTENTSIZE_UNKNOWN;
}

std::string deflateVersion() { return "libdeflate " LIBDEFLATE_VERSION_STRING; }

std::string zstdVersion() { return std::string("libzstd ") + ZSTD_versionString(); }

}  // namespace scans
