// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/rng.h"

namespace tidu::checksum {

/// A fingerprint of 128 bits of a sequence of words: two lanes a, b with a' = hash64(a, w) and b' = hash64(b, ~w)
/// (core/base/rng.h). It tells sequences apart that differ by accident; it is no defence against a forger.
class Hash {
 public:
  void add(std::uint64_t word) {
    low_ = hash64(low_, word);
    high_ = hash64(high_, ~word);
  }
  /// The bits of x. All values that are no number count as one: their sign and payload are not defined by IEEE 754.
  void add(double x) { add(x != x ? std::uint64_t{0x7FF8000000000000} : std::bit_cast<std::uint64_t>(x)); }
  void add(std::span<const double> x) {
    for (const double value : x) add(value);
  }
  void add(std::string_view text) {
    for (const char c : text) add(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
    add(static_cast<std::uint64_t>(text.size()));
  }

  /// 32 hexadecimal digits.
  std::string str() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const std::uint64_t word : {high_, low_}) {
      for (int shift = 60; shift >= 0; shift -= 4) out += kDigits[(word >> shift) & 15];
    }
    return out;
  }

 private:
  std::uint64_t low_ = 0x243F6A8885A308D3;  // the fraction of pi
  std::uint64_t high_ = 0x13198A2E03707344;
};

}  // namespace tidu::checksum
