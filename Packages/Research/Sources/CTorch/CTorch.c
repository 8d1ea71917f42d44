#include "CTorch.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>

const torch_functions *assay_torch_load(const char *path, const char **message) {
  static _Thread_local char text[512];
  *message = text;
  // Global: kernels of a CUDA build find each other by name.
  void *library = dlopen(path, RTLD_NOW | RTLD_GLOBAL);
  if (library == NULL) {
    const char *reason = dlerror();
    snprintf(text, sizeof text, "%s", reason != NULL ? reason : "the library cannot be loaded");
    return NULL;
  }
  const torch_functions *(*table)(int) = NULL;
  *(void **)&table = dlsym(library, "assay_torch_table");
  if (table == NULL) {
    snprintf(text, sizeof text, "the library has no function assay_torch_table");
    return NULL;
  }
  const torch_functions *functions = table(ASSAY_TORCH_TABLE);
  if (functions == NULL) {
    snprintf(text, sizeof text, "the library was made for another version of this program");
  }
  return functions;
}
