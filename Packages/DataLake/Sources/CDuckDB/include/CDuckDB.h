// The part of DuckDB's stable C API that Assay calls, declared here so that nothing has to be
// installed before a build. The functions are found in a shared library at run time.
#ifndef ASSAY_CDUCKDB_H
#define ASSAY_CDUCKDB_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

typedef struct assay_duckdb_database_s *duck_database;
typedef struct assay_duckdb_connection_s *duck_connection;
typedef struct assay_duckdb_config_s *duck_config;
typedef struct assay_duckdb_prepared_s *duck_prepared;
typedef struct assay_duckdb_appender_s *duck_appender;
typedef struct assay_duckdb_chunk_s *duck_chunk;
typedef struct assay_duckdb_vector_s *duck_vector;
typedef struct assay_duckdb_logical_type_s *duck_logical_type;

/// What a call returned: zero is success.
typedef int duck_state;

/// A query result; the library owns what the fields point to.
typedef struct {
  uint64_t column_count;
  uint64_t row_count;
  uint64_t rows_changed;
  void *_Nullable columns;
  char *_Nullable error_message;
  void *_Nullable internal_data;
} duck_result;

/// A text value of a vector: up to 12 bytes in place, longer ones behind a pointer.
typedef union {
  struct {
    uint32_t length;
    char bytes[12];
  } in_place;
  struct {
    uint32_t length;
    char prefix[4];
    const char *_Nullable bytes;
  } outside;
} duck_string;

/// The column types that are read or written.
enum {
  DUCK_TYPE_BOOLEAN = 1,
  DUCK_TYPE_BIGINT = 5,
  DUCK_TYPE_DOUBLE = 11,
  DUCK_TYPE_VARCHAR = 17,
  DUCK_TYPE_TIMESTAMP_NS = 22,
};

/// X(return type, name without prefix, parameters)
#define ASSAY_DUCKDB_FUNCTIONS(X)                                                                  \
  X(const char *_Nullable, library_version, (void))                                                \
  X(uint64_t, vector_size, (void))                                                                 \
  X(void, free, (void *_Nullable))                                                                 \
  X(duck_state, create_config, (duck_config _Nullable *_Nonnull))                                  \
  X(duck_state, set_config, (duck_config _Nullable, const char *, const char *))                   \
  X(void, destroy_config, (duck_config _Nullable *_Nonnull))                                       \
  X(duck_state, open_ext,                                                                          \
    (const char *_Nullable, duck_database _Nullable *_Nonnull, duck_config _Nullable,              \
     char *_Nullable *_Nullable))                                                                  \
  X(void, close, (duck_database _Nullable *_Nonnull))                                              \
  X(duck_state, connect, (duck_database, duck_connection _Nullable *_Nonnull))                     \
  X(void, disconnect, (duck_connection _Nullable *_Nonnull))                                       \
  X(duck_state, query, (duck_connection, const char *, duck_result *))                             \
  X(duck_state, prepare, (duck_connection, const char *, duck_prepared _Nullable *_Nonnull))       \
  X(const char *_Nullable, prepare_error, (duck_prepared _Nullable))                               \
  X(void, destroy_prepare, (duck_prepared _Nullable *_Nonnull))                                    \
  X(duck_state, execute_prepared_streaming, (duck_prepared, duck_result *))                        \
  X(void, destroy_result, (duck_result *))                                                         \
  X(const char *_Nullable, result_error, (duck_result *))                                          \
  X(uint64_t, column_count, (duck_result *))                                                       \
  X(const char *_Nullable, column_name, (duck_result *, uint64_t))                                 \
  X(int, column_type, (duck_result *, uint64_t))                                                   \
  X(duck_chunk _Nullable, fetch_chunk, (duck_result))                                              \
  X(uint64_t, data_chunk_get_size, (duck_chunk))                                                   \
  X(void, data_chunk_set_size, (duck_chunk, uint64_t))                                             \
  X(duck_vector _Nullable, data_chunk_get_vector, (duck_chunk, uint64_t))                          \
  X(duck_chunk _Nullable, create_data_chunk, (duck_logical_type _Nullable *_Nonnull, uint64_t))    \
  X(void, data_chunk_reset, (duck_chunk))                                                          \
  X(void, destroy_data_chunk, (duck_chunk _Nullable *_Nonnull))                                    \
  X(void *_Nullable, vector_get_data, (duck_vector))                                               \
  X(uint64_t *_Nullable, vector_get_validity, (duck_vector))                                       \
  X(void, vector_ensure_validity_writable, (duck_vector))                                          \
  X(void, vector_assign_string_element_len, (duck_vector, uint64_t, const char *, uint64_t))       \
  X(duck_logical_type _Nullable, create_logical_type, (int))                                       \
  X(void, destroy_logical_type, (duck_logical_type _Nullable *_Nonnull))                           \
  X(duck_state, appender_create,                                                                   \
    (duck_connection, const char *_Nullable, const char *, duck_appender _Nullable *_Nonnull))     \
  X(const char *_Nullable, appender_error, (duck_appender))                                        \
  X(duck_state, append_data_chunk, (duck_appender, duck_chunk))                                    \
  X(duck_state, appender_close, (duck_appender))                                                   \
  X(duck_state, appender_destroy, (duck_appender _Nullable *_Nonnull))

/// The functions of a loaded library.
typedef struct {
#define ASSAY_DUCKDB_FIELD(result, name, parameters) result(*_Nonnull name) parameters;
  ASSAY_DUCKDB_FUNCTIONS(ASSAY_DUCKDB_FIELD)
#undef ASSAY_DUCKDB_FIELD
} duck_functions;

/// Fills `functions` from the shared library at `path`.
///
/// Returns null when every function was found; otherwise a message, valid until the next call on
/// this thread. The library stays loaded until the process ends: it starts threads of its own.
const char *_Nullable assay_duckdb_load(const char *path, duck_functions *_Nonnull functions);

/// The names of the functions that a library must export, ended by a null pointer.
const char *_Nullable const *_Nonnull assay_duckdb_function_names(void);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
#endif
