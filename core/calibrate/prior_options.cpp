// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/prior_options.h"

#include <array>

#include "core/base/math.h"

namespace tidu::calibrate {
namespace {

using P = PriorOptions;

constexpr std::string_view kTidu = "Tidu; wide";

template <auto Member>
constexpr Option<P> row(std::string_view key, std::string_view unit, double minimum, double maximum,
                        std::string_view source, SourceKind kind) {
  return bind_field<Member>(fixed_record({.key = key,
                                          .unit = unit,
                                          .minimum = minimum,
                                          .default_value = P{}.*Member,
                                          .maximum = maximum,
                                          .source = source,
                                          .kind = kind}));
}

constexpr std::array kOptions{
    row<&P::innovation>("calibrate.prior_innovation", "1/year", 1e-6, 5,
                        "Mahajan, Muller & Bass 1995: averages 0.03, often below 0.01", SourceKind::literature),
    row<&P::innovation_sd>("calibrate.prior_innovation_sd", "1", 0, 5, kTidu, SourceKind::assumption),
    row<&P::imitation>("calibrate.prior_imitation", "1/year", 1e-4, 20,
                       "Sultan, Farley & Lehmann 1990: averages 0.38, typically 0.3 to 0.5", SourceKind::literature),
    row<&P::imitation_sd>("calibrate.prior_imitation_sd", "1", 0, 5, "Tidu; q varies by 0.2 around 0.38",
                          SourceKind::assumption),
    row<&P::market>("calibrate.prior_market", "1", 0.01, 0.99, "Tidu; Beta(8, 2)", SourceKind::assumption),
    row<&P::market_sd>("calibrate.prior_market_sd", "1", 0, 5, "Tidu; Beta(8, 2)", SourceKind::assumption),
    row<&P::discontinuance>("calibrate.prior_discontinuance", "1/year", 1e-6, 5, kTidu, SourceKind::assumption),
    row<&P::discontinuance_sd>("calibrate.prior_discontinuance_sd", "1", 0, 5, kTidu, SourceKind::assumption),
    row<&P::knowledge>("calibrate.prior_knowledge", "1", 0.01, 100, kTidu, SourceKind::assumption),
    row<&P::knowledge_sd>("calibrate.prior_knowledge_sd", "1", 0, 5, kTidu, SourceKind::assumption),
    row<&P::aware>("calibrate.prior_aware", "1", 0.01, 0.99, kTidu, SourceKind::assumption),
    row<&P::aware_sd>("calibrate.prior_aware_sd", "1", 0, 5, kTidu, SourceKind::assumption),
    row<&P::attribute_scale_sd>("calibrate.prior_attribute_scale_sd", "1", 0.01, 20, kTidu, SourceKind::assumption),
    row<&P::wording_sd>("calibrate.prior_wording_sd", "1", 0.01, 3, "Tidu; surveys of one month differ by half",
                        SourceKind::assumption),
    row<&P::start>("calibrate.prior_start", "1", 0.001, 0.999, kTidu, SourceKind::assumption),
    row<&P::start_sd>("calibrate.prior_start_sd", "1", 0.1, 10, kTidu, SourceKind::assumption),
    row<&P::start_difference_sd>("calibrate.prior_start_difference_sd", "1", 0.01, 10, kTidu, SourceKind::assumption),
    row<&P::region_sd>("calibrate.prior_region_sd", "1", 0.001, 3, "Tidu; three panels of Chinese provinces",
                       SourceKind::data),
    row<&P::region_sd_spread>("calibrate.prior_region_sd_spread", "1", 0, 5, kTidu, SourceKind::assumption),
    row<&P::observation_sd>("calibrate.prior_observation_sd", "1", 0.001, 1, "Tidu; three panels of Chinese provinces",
                            SourceKind::data),
    row<&P::observation_sd_spread>("calibrate.prior_observation_sd_spread", "1", 0, 5, kTidu, SourceKind::assumption),
    row<&P::shock_sd>("calibrate.prior_shock_sd", "1", 0.001, 1, "Tidu; three panels of Chinese provinces",
                      SourceKind::data),
    row<&P::shock_sd_spread>("calibrate.prior_shock_sd_spread", "1", 0, 5, kTidu, SourceKind::assumption),
    row<&P::correlation>("calibrate.prior_correlation", "1", 0, 0.999,
                         "Tidu; largest evidence on 2013-2018 of three panels of Chinese provinces", SourceKind::data),
};

GaussianPrior positive(double median, double sd) { return {math::log(median), sd}; }
GaussianPrior share(double median, double sd) { return {math::log(median / (1 - median)), sd}; }

}  // namespace

std::span<const Option<PriorOptions>> prior_options() { return kOptions; }

PathPriors path_priors(const PriorOptions& o) {
  PathPriors out;
  out.log_innovation = positive(o.innovation, o.innovation_sd);
  out.log_imitation = positive(o.imitation, o.imitation_sd);
  out.logit_market = share(o.market, o.market_sd);
  out.log_discontinuance = positive(o.discontinuance, o.discontinuance_sd);
  out.log_knowledge = positive(o.knowledge, o.knowledge_sd);
  out.logit_aware = share(o.aware, o.aware_sd);
  out.attribute_scale = {0, o.attribute_scale_sd};
  out.log_wording = {0, o.wording_sd};
  out.logit_start = share(o.start, o.start_sd);
  out.start_difference = {0, o.start_difference_sd};
  out.log_region_sd = positive(o.region_sd, o.region_sd_spread);
  out.log_observation_sd = positive(o.observation_sd, o.observation_sd_spread);
  out.log_shock_sd = positive(o.shock_sd, o.shock_sd_spread);
  return out;
}

}  // namespace tidu::calibrate
