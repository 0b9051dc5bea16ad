// SPDX-License-Identifier: Apache-2.0
#include "core/diffusion/network/bass.h"

#include <initializer_list>
#include <utility>

#include "core/base/math.h"
#include "core/diffusion/network/checks.h"

namespace tidu::diffusion::network {
namespace {

constexpr double kRootThree = 1.7320508075688772935;

Result<void> check_rates(std::initializer_list<std::pair<std::string_view, double>> rates) {
  for (const auto& [name, value] : rates) {
    if (auto checked = check_rate(name, value); !checked) return checked;
  }
  return {};
}

// The place where e^(-(p + q) t) = x, if it lies after the start. F = (1 - x)/(1 + x/r).
std::optional<Mark> mark(double p, double q, double x) {
  if (!(x < 1)) return std::nullopt;
  return Mark{.time = -math::log(x) / (p + q), .share = p * (1 - x) / (p + q * x)};
}

}  // namespace

Result<double> bass_share(double p, double q, double t) {
  if (auto checked = check_rates({{"p", p}, {"q", q}, {"t", t}}); !checked) return tl::unexpected(checked.error());
  if (p == 0) return 0;
  return p * -math::expm1(-(p + q) * t) / (p + q * math::exp(-(p + q) * t));
}

Result<double> bass_density(double p, double q, double t) {
  return bass_share(p, q, t).map([&](double share) { return (p + q * share) * (1 - share); });
}

Result<BassMarks> bass_marks(double p, double q) {
  if (auto checked = check_rates({{"p", p}, {"q", q}}); !checked) return tl::unexpected(checked.error());
  if (p == 0 || q == 0) {
    return refuse(ErrorCode::domain, "diffusion.network.both_rates", "diffusion.network.both_rates.hint", p, q);
  }
  const double r = p / q;
  BassMarks out{.take_off = mark(p, q, (2 + kRootThree) * r),
                .peak = mark(p, q, r),
                .slow_down = mark(p, q, r / (2 + kRootThree)),  // (2 - sqrt 3) r
                .peak_density = p};
  if (r < 1) {
    out.crossing = Mark{.time = -math::log((1 - r) / 2) / (p + q), .share = r};
    out.peak_density = (p + q) * (p + q) / (4 * q);
  }
  return out;
}

Result<double> ratio_of_take_off(double share) {
  if (!(share >= 0 && share <= kLargestTakeOff)) {
    return refuse(ErrorCode::domain, "diffusion.network.take_off", "diffusion.network.take_off.hint", share,
                  kLargestTakeOff);
  }
  const double ratio = (1 - (3 + kRootThree) * share) / (2 + kRootThree);
  return ratio > 0 ? ratio : 0;
}

Result<double> take_off_of_ratio(double ratio) {
  if (!(ratio >= 0 && ratio <= kLargestRatio)) {
    return refuse(ErrorCode::domain, "diffusion.network.ratio", "diffusion.network.ratio.hint", ratio, kLargestRatio);
  }
  const double share = (1 - (2 + kRootThree) * ratio) / (3 + kRootThree);
  return share > 0 ? share : 0;
}

Result<double> logistic_share(double first, double q, double t) {
  if (auto checked = check_share("x0", first); !checked) return tl::unexpected(checked.error());
  if (auto checked = check_rates({{"q", q}, {"t", t}}); !checked) return tl::unexpected(checked.error());
  if (first == 0) return 0;
  return first / (first + (1 - first) * math::exp(-q * t));
}

Result<double> innovation_share(double p, double t) {
  if (auto checked = check_rates({{"p", p}, {"t", t}}); !checked) return tl::unexpected(checked.error());
  return -math::expm1(-p * t);
}

Result<double> circle_share(double p, double q, double t) {
  if (auto checked = check_rates({{"p", p}, {"q", q}, {"t", t}}); !checked) return tl::unexpected(checked.error());
  if (p == 0) return 0;
  return -math::expm1(-(p + q) * t - q * math::expm1(-p * t) / p);
}

Result<double> balance_share(double q, double discontinuance) {
  if (auto checked = check_rates({{"q", q}, {"delta", discontinuance}}); !checked) {
    return tl::unexpected(checked.error());
  }
  return q > discontinuance ? 1 - discontinuance / q : 0;
}

}  // namespace tidu::diffusion::network
