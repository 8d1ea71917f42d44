#include "CDuckDB.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

_Static_assert(sizeof(duck_string) == 16, "a text value is 16 bytes");
_Static_assert(sizeof(duck_result) == 48, "a result is six words");

const char *assay_duckdb_load(const char *path, duck_functions *functions) {
  static _Thread_local char message[512];
  void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL) {
    const char *reason = dlerror();
    return reason != NULL ? reason : "the library cannot be loaded";
  }
  void *symbol = NULL;
#define ASSAY_DUCKDB_FIND(result, name, parameters)                                                \
  symbol = dlsym(library, "duckdb_" #name);                                                        \
  if (symbol == NULL) {                                                                            \
    snprintf(message, sizeof message, "the library has no function duckdb_%s", #name);             \
    dlclose(library);                                                                              \
    return message;                                                                                \
  }                                                                                                \
  memcpy(&functions->name, &symbol, sizeof symbol);
  ASSAY_DUCKDB_FUNCTIONS(ASSAY_DUCKDB_FIND)
#undef ASSAY_DUCKDB_FIND
  return NULL;
}

const char *const *assay_duckdb_function_names(void) {
#define ASSAY_DUCKDB_NAME(result, name, parameters) "duckdb_" #name,
  static const char *const names[] = {ASSAY_DUCKDB_FUNCTIONS(ASSAY_DUCKDB_NAME) NULL};
#undef ASSAY_DUCKDB_NAME
  return names;
}
