#include "CPostgres.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

const char *assay_postgres_load(const char *path, postgres_functions *functions) {
  static _Thread_local char message[512];
  void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
  if (library == NULL) {
    const char *reason = dlerror();
    snprintf(message, sizeof message, "%s",
             reason != NULL ? reason : "the library cannot be loaded");
    return message;
  }
  void *symbol = NULL;
#define ASSAY_POSTGRES_FIND(result, name, parameters)                                              \
  symbol = dlsym(library, "PQ" #name);                                                             \
  if (symbol == NULL) {                                                                            \
    snprintf(message, sizeof message, "the library has no function PQ" #name);                     \
    dlclose(library);                                                                              \
    return message;                                                                                \
  }                                                                                                \
  memcpy(&functions->name, &symbol, sizeof symbol);
  ASSAY_POSTGRES_FUNCTIONS(ASSAY_POSTGRES_FIND)
#undef ASSAY_POSTGRES_FIND
  return NULL;
}

static void ignore_notice(void *context, const char *message) {
  (void)context;
  (void)message;
}

void assay_postgres_silence(const postgres_functions *functions, postgres_connection connection) {
  functions->setNoticeProcessor(connection, ignore_notice, NULL);
}
