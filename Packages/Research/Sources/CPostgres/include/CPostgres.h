// The part of libpq, PostgreSQL's C library, that Assay calls, declared here so that nothing has to
// be installed before a build. The functions are found in a shared library at run time.
#ifndef ASSAY_CPOSTGRES_H
#define ASSAY_CPOSTGRES_H

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

typedef struct assay_postgres_connection_s *postgres_connection;
typedef struct assay_postgres_result_s *postgres_result;
typedef void (*postgres_notice_processor)(void *_Nullable, const char *);

/// What `status` returns for a connection that can be used.
enum { POSTGRES_CONNECTION_OK = 0 };

/// What `resultStatus` returns for a statement that was carried out.
enum { POSTGRES_COMMAND_OK = 1, POSTGRES_TUPLES_OK = 2 };

/// The field of an error that holds its SQLSTATE.
enum { POSTGRES_FIELD_SQLSTATE = 'C', POSTGRES_FIELD_MESSAGE = 'M' };

/// X(return type, name without prefix, parameters)
#define ASSAY_POSTGRES_FUNCTIONS(X)                                                                \
  X(int, libVersion, (void))                                                                       \
  X(postgres_connection _Nullable, connectdbParams,                                                \
    (const char *_Nullable const *_Nonnull, const char *_Nullable const *_Nonnull, int))           \
  X(int, status, (postgres_connection))                                                            \
  X(int, socket, (postgres_connection))                                                            \
  X(char *_Nullable, pass, (postgres_connection))                                                  \
  X(char *_Nullable, errorMessage, (postgres_connection))                                          \
  X(void, finish, (postgres_connection))                                                           \
  X(postgres_notice_processor _Nullable, setNoticeProcessor,                                       \
    (postgres_connection, postgres_notice_processor _Nullable, void *_Nullable))                   \
  X(int, sendQueryParams,                                                                          \
    (postgres_connection, const char *, int, const unsigned int *_Nullable,                        \
     const char *_Nullable const *_Nullable, const int *_Nullable, const int *_Nullable, int))     \
  X(int, consumeInput, (postgres_connection))                                                      \
  X(int, isBusy, (postgres_connection))                                                            \
  X(postgres_result _Nullable, getResult, (postgres_connection))                                   \
  X(int, resultStatus, (postgres_result _Nullable))                                                \
  X(char *_Nullable, resultErrorField, (postgres_result _Nullable, int))                           \
  X(int, ntuples, (postgres_result))                                                               \
  X(int, nfields, (postgres_result))                                                               \
  X(int, getisnull, (postgres_result, int, int))                                                   \
  X(char *_Nullable, getvalue, (postgres_result, int, int))                                        \
  X(void, clear, (postgres_result _Nullable))

/// The functions of a loaded library.
typedef struct {
#define ASSAY_POSTGRES_FIELD(result, name, parameters) result(*_Nonnull name) parameters;
  ASSAY_POSTGRES_FUNCTIONS(ASSAY_POSTGRES_FIELD)
#undef ASSAY_POSTGRES_FIELD
} postgres_functions;

/// Fills `functions` from the shared library at `path`.
///
/// Returns null when every function was found; otherwise a message, valid until the next call on
/// this thread. The library stays loaded until the process ends.
const char *_Nullable assay_postgres_load(const char *path, postgres_functions *_Nonnull functions);

/// Keeps the server's notices from the standard error, where the library would print them.
void assay_postgres_silence(const postgres_functions *_Nonnull functions,
                            postgres_connection connection);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif
#endif
