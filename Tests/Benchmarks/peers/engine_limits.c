// Times the W2 and W3 kernels of limits.c, which is included whole; its own main needs more inputs.
#define main limits_main
#include "limits.c"
#undef main
int main(int argc, char **argv) {
  size_t n;
  int w2_only = argc > 1 && !strcmp(argv[1], "W2"), w3_only = argc > 1 && !strcmp(argv[1], "W3");
  f8 *C = load("data/raw/close.f64", &n);
  if (!w3_only) BENCH("W2.ema_cross", 9, n, "bars/s", w2(C, n));
  if (!w2_only) {
    f8 *E = al(60 * 100000ull);
    BENCH("W3.sweep(final equity)", 9, 5e7, "bar-combos/s", w3(C, 100000, E));
    BENCH("W3.sweep(equity+sharpe+mdd)", 9, 5e7, "bar-combos/s", w3full(C, 100000));
  }
  return 0;
}
