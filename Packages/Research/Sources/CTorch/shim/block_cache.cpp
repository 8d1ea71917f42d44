// Activations of megabytes come and go with every step. The C library returns each to the kernel and
// faults its pages in anew; with the settings that keep it from that, all threads share one heap and
// wait for each other. Here each thread keeps the blocks that it freed, in lists by size, so that a
// step finds those of the step before; large ones lie on huge pages.
#include "block_cache.h"

#include <ATen/ATen.h>
#include <c10/core/CPUAllocator.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>
#include <vector>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace assay {
namespace {

constexpr size_t smallest = size_t(1) << 16, huge_page = size_t(1) << 21;
// Eight sizes between a power of two and the next: at most an eighth of a block is unused.
constexpr int first_power = 16, last_power = 40, steps = 8;
constexpr int class_count = (last_power - first_power) * steps + 1;

// What lies before the memory of a tensor; as long as a cache line, which tensors begin on.
struct alignas(64) Block {
  // With this.
  size_t capacity;
  // Below zero for blocks that are too small to be kept.
  int size_class;

  void *memory() { return this + 1; }
  static Block *of(void *memory) { return static_cast<Block *>(memory) - 1; }
};

// The smallest class that holds `bytes`, and its size.
int class_of(size_t bytes, size_t *capacity) {
  int power = std::max(first_power, 63 - __builtin_clzll(bytes));
  size_t base = size_t(1) << power, step = base / steps;
  size_t above = bytes <= base ? 0 : (bytes - base + step - 1) / step;
  *capacity = base + above * step;
  return (power - first_power) * steps + static_cast<int>(above);
}

Block *make(size_t capacity, int size_class) {
  void *memory = nullptr;
  size_t alignment = capacity >= huge_page ? huge_page : 64;
  TORCH_CHECK(
      posix_memalign(&memory, alignment, capacity) == 0, "not enough memory: ", capacity,
      " bytes were asked for");
#if defined(__linux__)
  if (capacity >= huge_page) madvise(memory, capacity, MADV_HUGEPAGE);
#endif
  return new (memory) Block{capacity, size_class};
}

// The blocks of one thread that no tensor uses.
struct Cache {
  std::array<std::vector<Block *>, class_count> free;
  size_t in_use = 0, most_in_use = 0, kept = 0;

  ~Cache();

  Block *take(size_t bytes) {
    size_t capacity = 0;
    int size_class = class_of(bytes, &capacity);
    auto &list = free[static_cast<size_t>(size_class)];
    Block *block = nullptr;
    if (!list.empty()) {
      block = list.back();
      list.pop_back();
      kept -= capacity;
    } else {
      // Blocks of other sizes are given back before memory exceeds what was in use at once.
      if (in_use + kept + capacity > most_in_use) release();
      block = make(capacity, size_class);
    }
    in_use += capacity;
    most_in_use = std::max(most_in_use, in_use);
    return block;
  }

  void give(Block *block) {
    // A tensor may be freed by another thread than the one that made it.
    in_use -= std::min(in_use, block->capacity);
    kept += block->capacity;
    free[static_cast<size_t>(block->size_class)].push_back(block);
  }

  void release() {
    for (auto &list : free) {
      for (Block *block : list) std::free(block);
      list.clear();
    }
    kept = 0;
  }
};

// Null before the first block of a thread and after its end.
thread_local Cache *cache = nullptr;
thread_local bool is_over = false;

Cache::~Cache() {
  release();
  cache = nullptr;
  is_over = true;
}

Cache *thread_cache() {
  if (cache == nullptr && !is_over) {
    thread_local Cache own;
    cache = &own;
  }
  return cache;
}

void give_back(void *memory) {
  if (memory == nullptr) return;
  Block *block = Block::of(memory);
  Cache *own = block->size_class >= 0 ? thread_cache() : nullptr;
  if (own != nullptr) return own->give(block);
  std::free(block);
}

struct BlockAllocator final : c10::Allocator {
  c10::DataPtr allocate(size_t count) override {
    if (count == 0) return {nullptr, nullptr, &give_back, at::Device(at::kCPU)};
    size_t bytes = count + sizeof(Block);
    Cache *own = bytes >= smallest ? thread_cache() : nullptr;
    Block *block = own != nullptr ? own->take(bytes) : make(bytes, -1);
    return {block->memory(), block->memory(), &give_back, at::Device(at::kCPU)};
  }

  // A block is found from its memory alone.
  c10::DeleterFnPtr raw_deleter() const override { return &give_back; }

  void copy_data(void *to, const void *from, size_t count) const override {
    std::memcpy(to, from, count);
  }
};

} // namespace

void install_block_cache() {
  static BlockAllocator allocator;
  c10::SetCPUAllocator(&allocator, 1);
}

} // namespace assay
