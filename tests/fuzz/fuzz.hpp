// What fuzz targets share: each defines fuzz_one and is linked with libFuzzer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// Calls the code with any bytes. It must neither crash nor break what it promises (`require`).
void fuzz_one(std::string_view input);

// A promise of the code, whatever the input: a broken one is a finding like a crash.
inline void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}
