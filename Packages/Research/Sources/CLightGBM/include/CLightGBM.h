// The part of LightGBM's C API that Assay calls, declared here so that nothing has to be installed
// before a build. The functions are found in a shared library at run time.
#ifndef ASSAY_CLIGHTGBM_H
#define ASSAY_CLIGHTGBM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#pragma clang assume_nonnull begin

typedef struct assay_lightgbm_dataset_s *boost_dataset;
typedef struct assay_lightgbm_booster_s *boost_booster;

enum {
  /// The types of numbers in arrays.
  BOOST_FLOAT32 = 0,
  BOOST_FLOAT64 = 1,
  /// Predictions on the scale of the target.
  BOOST_PREDICT_NORMAL = 0,
  /// Importances by what splits gained.
  BOOST_IMPORTANCE_GAIN = 1,
};

/// X(return type, name without prefix, parameters); a status of zero is success.
#define ASSAY_LIGHTGBM_FUNCTIONS(X)                                                                \
  X(const char *_Nullable, GetLastError, (void))                                                   \
  X(int, RegisterLogCallback, (void (*_Nonnull)(const char *_Nullable)))                           \
  X(int, DatasetCreateFromMat,                                                                     \
    (const void *, int, int32_t, int32_t, int, const char *, boost_dataset _Nullable,              \
     boost_dataset _Nullable *_Nonnull))                                                           \
  X(int, DatasetSetField, (boost_dataset, const char *, const void *, int, int))                   \
  X(int, DatasetFree, (boost_dataset))                                                             \
  X(int, BoosterCreate, (boost_dataset, const char *, boost_booster _Nullable *_Nonnull))          \
  X(int, BoosterFree, (boost_booster))                                                             \
  X(int, BoosterAddValidData, (boost_booster, boost_dataset))                                      \
  X(int, BoosterUpdateOneIter, (boost_booster, int *))                                             \
  X(int, BoosterGetEvalCounts, (boost_booster, int *))                                             \
  X(int, BoosterGetEval, (boost_booster, int, int *, double *))                                    \
  X(int, BoosterGetNumFeature, (boost_booster, int *))                                             \
  X(int, BoosterFeatureImportance, (boost_booster, int, int, double *))                            \
  X(int, BoosterSaveModelToString,                                                                 \
    (boost_booster, int, int, int, int64_t, int64_t *, char *_Nullable))                           \
  X(int, BoosterLoadModelFromString, (const char *, int *, boost_booster _Nullable *_Nonnull))     \
  X(int, BoosterPredictForMat,                                                                     \
    (boost_booster, const void *, int, int32_t, int32_t, int, int, int, int, const char *,         \
     int64_t *, double *))

/// The library's functions.
typedef struct {
#define ASSAY_LIGHTGBM_MEMBER(result, name, parameters) result (*_Nonnull name) parameters;
  ASSAY_LIGHTGBM_FUNCTIONS(ASSAY_LIGHTGBM_MEMBER)
#undef ASSAY_LIGHTGBM_MEMBER
} boost_functions;

/// Loads the library and finds its functions.
///
/// Returns null, or the reason why the library cannot be used, valid until the next call on this
/// thread. A library that was loaded stays loaded.
const char *_Nullable assay_lightgbm_load(const char *path, boost_functions *functions);

/// Sends what the library would print on the calling thread nowhere.
///
/// The library remembers one receiver for each thread.
int assay_lightgbm_silence(const boost_functions *functions);

#pragma clang assume_nonnull end

#ifdef __cplusplus
}
#endif

#endif
