#pragma once

#include <stddef.h>
#include <stdint.h>

// Decompression through zlib, which is loaded at run time: nothing of it is needed to build.

#ifdef __cplusplus
extern "C" {
#endif

/// What a call to `assay_inflate_step` ended with.
enum assay_inflate_status {
  /// Progress was made; more input or more room is needed.
  ASSAY_INFLATE_MORE = 0,
  /// The compressed member is complete and its check sum is right.
  ASSAY_INFLATE_END = 1,
  /// The bytes are not what the format asks for.
  ASSAY_INFLATE_CORRUPT = 2,
  /// Memory ran out.
  ASSAY_INFLATE_MEMORY = 3,
};

/// One decompression in progress.
typedef struct assay_inflate assay_inflate;

/// Loads the library once for the process; returns 1 when it can be used.
int assay_inflate_available(void);

/// The names that are tried in turn, joined by ", ".
const char *assay_inflate_searched(void);

/// The loader's last message, or an empty text.
const char *assay_inflate_load_message(void);

/// Starts a decompression of gzip data; NULL without the library or memory.
assay_inflate *assay_inflate_create(void);

/// Prepares for the next member of the same file; returns 1 on success.
int assay_inflate_next_member(assay_inflate *stream);

/// Decompresses from `input` to `output` and says how much of each was used.
int assay_inflate_step(
  assay_inflate *stream,
  const uint8_t *input, size_t input_count, size_t *consumed,
  uint8_t *output, size_t output_count, size_t *produced);

/// The library's words about the last failure; never NULL.
const char *assay_inflate_message(const assay_inflate *stream);

/// Ends a decompression and frees it; NULL is allowed.
void assay_inflate_destroy(assay_inflate *stream);

#ifdef __cplusplus
}
#endif
