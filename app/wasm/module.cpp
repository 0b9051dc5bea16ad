// SPDX-License-Identifier: Apache-2.0
// The exports of tidu_core.wasm. Texts are read from memory at the address that a function returns, with the size that
// another one returns.
#include <cstddef>
#include <cstdint>
#include <string>

#include "app/checksum/economy_years.h"
#include "app/checksum/kernels.h"

extern "C" void __wasm_call_ctors();

namespace {

std::string& text() {
  static std::string kText;
  return kText;
}

}  // namespace

#define TIDU_EXPORT(name) extern "C" __attribute__((export_name(#name)))

/// Call once, before anything else: initialises what has static storage.
TIDU_EXPORT(tidu_start) void tidu_start() { __wasm_call_ctors(); }

/// Runs the kernels of app/checksum and writes a line "hash  name" for each, and the combined hash last.
/// shift    0 ... 7, see app/checksum/kernels.h
/// returns  address of the text; it stays until the next call
TIDU_EXPORT(tidu_checksum) const char* tidu_checksum(std::uint32_t shift) {
  const tidu::checksum::Sums sums = tidu::checksum::run(tidu::serial_executor(), shift);
  text().clear();
  for (const auto& kernel : sums.kernels) {
    text().append(kernel.hash).append("  ").append(kernel.name).append("\n");
  }
  text().append(sums.combined).append("  combined\n");
  return text().data();
}

/// Thirty years of the kernel economy.years, by themselves, to be timed; its economy is made at the first call.
/// returns  address of the hash of what they give; it stays until the next call
TIDU_EXPORT(tidu_years) const char* tidu_years() {
  static const tidu::checksum::YearsScene kScene = tidu::checksum::years_scene(32, 14, 30);
  tidu::checksum::Hash hash;
  if (const auto found = tidu::economy::run_years(kScene.base, kScene.drivers, kScene.options))
    tidu::checksum::add(hash, *found);
  text() = hash.str();
  return text().data();
}

/// Bytes of the text of the last call.
TIDU_EXPORT(tidu_text_size) std::size_t tidu_text_size() { return text().size(); }
