// Times the W4 kernel of limits.c, which is included whole; its own main needs more inputs.
#define main limits_main
#include "limits.c"
#undef main
int main(void) {
  size_t n;
  f8 *b = load("data/raw/bid.f64", &n), *bs = load("data/raw/bid_size.f64", &n);
  f8 *a = load("data/raw/ask.f64", &n), *as = load("data/raw/ask_size.f64", &n);
  BENCH("W4.ofi_l1(in memory)", 9, n, "quotes/s", ofi(b, bs, a, as, n));
  return 0;
}
