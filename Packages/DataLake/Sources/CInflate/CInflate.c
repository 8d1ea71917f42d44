#include "CInflate.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

// Our own declarations of the small part of zlib 1.x that is called. The layout of the stream has
// been frozen since 1.0 and is checked by the library itself through the size given at the start.
typedef struct {
  const uint8_t *next_in;
  unsigned int avail_in;
  unsigned long total_in;
  uint8_t *next_out;
  unsigned int avail_out;
  unsigned long total_out;
  const char *msg;
  void *state;
  void *(*zalloc)(void *, unsigned int, unsigned int);
  void (*zfree)(void *, void *);
  void *opaque;
  int data_type;
  unsigned long adler;
  unsigned long reserved;
} z_stream;

enum { Z_OK = 0, Z_STREAM_END = 1, Z_MEM_ERROR = -4, Z_BUF_ERROR = -5, Z_NO_FLUSH = 0 };

// Fifteen bits of window, and sixteen more to ask for the gzip wrapper with its check sum.
enum { GZIP_WINDOW_BITS = 15 + 16 };

struct assay_inflate {
  z_stream stream;
};

static struct {
  const char *(*version)(void);
  int (*init)(z_stream *, int, const char *, int);
  int (*step)(z_stream *, int);
  int (*reset)(z_stream *);
  int (*end)(z_stream *);
  int available;
  char message[256];
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;

#if defined(__APPLE__)
static const char *const names[] = {"/usr/lib/libz.1.dylib", "libz.dylib"};
static const char searched[] = "/usr/lib/libz.1.dylib, libz.dylib";
#else
static const char *const names[] = {"libz.so.1", "libz.so"};
static const char searched[] = "libz.so.1, libz.so";
#endif

static void load(void) {
  void *handle = NULL;
  for (size_t i = 0; i < sizeof names / sizeof names[0] && handle == NULL; i++) {
    handle = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (handle == NULL) {
      const char *text = dlerror();
      snprintf(library.message, sizeof library.message, "%s", text ? text : "unknown");
    }
  }
  if (handle == NULL) return;
  *(void **)&library.version = dlsym(handle, "zlibVersion");
  *(void **)&library.init = dlsym(handle, "inflateInit2_");
  *(void **)&library.step = dlsym(handle, "inflate");
  *(void **)&library.reset = dlsym(handle, "inflateReset");
  *(void **)&library.end = dlsym(handle, "inflateEnd");
  if (library.version && library.init && library.step && library.reset && library.end) {
    library.available = 1;
    library.message[0] = 0;
  } else {
    snprintf(library.message, sizeof library.message, "a function of zlib is missing");
  }
}

int assay_inflate_available(void) {
  pthread_once(&once, load);
  return library.available;
}

const char *assay_inflate_searched(void) { return searched; }

const char *assay_inflate_load_message(void) { return library.message; }

assay_inflate *assay_inflate_create(void) {
  if (!assay_inflate_available()) return NULL;
  assay_inflate *stream = calloc(1, sizeof *stream);
  if (stream == NULL) return NULL;
  int code = library.init(
    &stream->stream, GZIP_WINDOW_BITS, library.version(), (int)sizeof stream->stream);
  if (code != Z_OK) {
    free(stream);
    return NULL;
  }
  return stream;
}

int assay_inflate_next_member(assay_inflate *stream) {
  return library.reset(&stream->stream) == Z_OK;
}

int assay_inflate_step(
  assay_inflate *stream,
  const uint8_t *input, size_t input_count, size_t *consumed,
  uint8_t *output, size_t output_count, size_t *produced) {
  z_stream *z = &stream->stream;
  unsigned int given = input_count > 1u << 30 ? 1u << 30 : (unsigned int)input_count;
  unsigned int room = output_count > 1u << 30 ? 1u << 30 : (unsigned int)output_count;
  z->next_in = input;
  z->avail_in = given;
  z->next_out = output;
  z->avail_out = room;
  int code = library.step(z, Z_NO_FLUSH);
  *consumed = given - z->avail_in;
  *produced = room - z->avail_out;
  switch (code) {
  case Z_OK:
  case Z_BUF_ERROR:
    return ASSAY_INFLATE_MORE;
  case Z_STREAM_END:
    return ASSAY_INFLATE_END;
  case Z_MEM_ERROR:
    return ASSAY_INFLATE_MEMORY;
  default:
    return ASSAY_INFLATE_CORRUPT;
  }
}

const char *assay_inflate_message(const assay_inflate *stream) {
  return stream->stream.msg ? stream->stream.msg : "no detail";
}

void assay_inflate_destroy(assay_inflate *stream) {
  if (stream == NULL) return;
  library.end(&stream->stream);
  free(stream);
}
