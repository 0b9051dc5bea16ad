// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/checks.h"

#include <cmath>
#include <string>

namespace tidu::diffusion::network {
namespace {

// The string's constructor from a view would ask for std::__throw_logic_error, which core is without.
std::string copy(std::string_view name) {
  std::string out;
  out.append(name);
  return out;
}

}  // namespace

Result<void> check_rate(std::string_view name, double value) {
  if (value >= 0 && std::isfinite(value)) return {};
  return refuse(ErrorCode::domain, "diffusion.network.rate", "diffusion.network.rate.hint", copy(name), value);
}

Result<void> check_share(std::string_view name, double value) {
  if (value >= 0 && value <= 1) return {};
  return refuse(ErrorCode::domain, "diffusion.network.share", "diffusion.network.share.hint", copy(name), value);
}

}  // namespace tidu::diffusion::network
