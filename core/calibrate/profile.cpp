// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "core/base/math.h"
#include "core/base/sum.h"
#include "core/calibrate/levenberg_marquardt.h"
#include "core/calibrate/national_model.h"

namespace tidu::calibrate {
namespace {

constexpr std::size_t kMarkets = 11;

// Where the market stands in z; nothing where it is fixed.
std::optional<std::size_t> market_coordinate(const simulate::Assumptions& assumptions) {
  std::size_t position = 0;
  for (const Range& range : assumptions.process) position += range.low < range.high ? 1 : 0;
  const auto options = diffusion::spread_options();
  for (std::size_t i = 0; i < options.size(); ++i) {
    const bool ranged = assumptions.spread[i].low < assumptions.spread[i].high;
    if (options[i].record.key == "diffusion.market") return ranged ? std::optional(position) : std::nullopt;
    position += ranged ? 1 : 0;
  }
  return std::nullopt;
}

}  // namespace

Result<std::vector<ProfilePoint>> market_profile(const NationalInput& input) {
  std::vector<ProfilePoint> profile;
  const auto market = market_coordinate(input.assumptions);
  if (!market) return profile;
  const auto links = diffusion::make_links({}, std::array{1.0});
  const auto residuals = [&](std::span<const double> z, std::span<double> out) {
    predict(input, links, draw_of(input, z), z, out);
    for (std::size_t k = 0; k < out.size(); ++k) {
      out[k] = (out[k] - input.series[k].share) / input.options.observation_sd;
    }
    return true;
  };
  std::vector<GaussianPrior> prior(coordinates(input), GaussianPrior{0, 1});
  prior[*market].sd = 0;  // stays where it starts
  std::vector<double> z(prior.size());
  for (std::size_t i = 0; i < kMarkets; ++i) {
    // the ends of the range lie at infinity
    z[*market] = math::normal_quantile((static_cast<double>(i) + 0.5) / kMarkets);
    const auto mode = levenberg_marquardt({input.series.size(), residuals, prior}, z, {.enough = 1e-4});
    if (!mode) return tl::unexpected(mode.error());
    z = mode->x;
    const simulate::ParameterDraw draw = draw_of(input, z);
    profile.push_back({draw.spread.market, -0.5 * dot(mode->residuals, mode->residuals), -mode->value,
                       draw.process.media, draw.process.innovation, draw.process.imitation, draw.spread.pulse});
  }
  return profile;
}

}  // namespace tidu::calibrate
