#include "CLightGBM.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

const char *assay_lightgbm_load(const char *path, boost_functions *functions) {
  static _Thread_local char message[512];
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    const char *reason = dlerror();
    snprintf(message, sizeof message, "%s",
             reason != NULL ? reason : "the library cannot be loaded");
    return message;
  }
  void *symbol = NULL;
#define ASSAY_LIGHTGBM_FIND(result, name, parameters)                                              \
  symbol = dlsym(library, "LGBM_" #name);                                                          \
  if (symbol == NULL) {                                                                            \
    snprintf(message, sizeof message, "the library has no function LGBM_%s", #name);               \
    dlclose(library);                                                                              \
    return message;                                                                                \
  }                                                                                                \
  memcpy(&functions->name, &symbol, sizeof symbol);
  ASSAY_LIGHTGBM_FUNCTIONS(ASSAY_LIGHTGBM_FIND)
#undef ASSAY_LIGHTGBM_FIND
  return NULL;
}

static void ignore(const char *text) { (void)text; }

int assay_lightgbm_silence(const boost_functions *functions) {
  return functions->RegisterLogCallback(ignore);
}
