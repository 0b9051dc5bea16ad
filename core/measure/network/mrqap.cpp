// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "core/base/linalg.h"
#include "core/base/sum.h"
#include "core/measure/checks.h"
#include "core/measure/network/qap_relations.h"

namespace tidu::measure {
namespace {

// A regression without intercept of a standardised relation on standardised relations.
struct Regression {
  std::vector<const std::vector<double>*> regressors;
  std::vector<double> coefficients;
  Array<double, Row, Column> inverse;  // (X'X)^-1
  double residual_squares = 0;
};

Result<Regression> regress(const std::vector<double>& y, std::vector<const std::vector<double>*> regressors) {
  const std::size_t k = regressors.size();
  Regression out{.regressors = std::move(regressors), .residual_squares = dot(y, y)};
  if (k == 0) return out;
  Array<double, Row, Column> x({y.size(), k});
  for (std::size_t row = 0; row < y.size(); ++row) {
    for (std::size_t c = 0; c < k; ++c) x(row, c) = (*out.regressors[c])[row];
  }
  auto fit = linalg::least_squares(x, y);
  if (!fit) return tl::unexpected(fit.error());
  out.coefficients = std::move(fit->coefficients);
  out.inverse = std::move(fit->covariance);
  out.residual_squares = fit->residual_squares;
  return out;
}

std::vector<double> residuals(const std::vector<double>& y, const Regression& fit) {
  std::vector<double> out = y;
  for (std::size_t c = 0; c < fit.regressors.size(); ++c) {
    for (std::size_t i = 0; i < out.size(); ++i) out[i] -= fit.coefficients[c] * (*fit.regressors[c])[i];
  }
  return out;
}

double chosen(MrqapStatistic statistic, double coefficient, double standard_error) {
  return statistic == MrqapStatistic::coefficient ? coefficient : coefficient / standard_error;
}

// One regressor's place in a semi-partialled regression: y on its (permuted) residuals e beside the other regressors Z,
// reduced to what e is about (Frisch & Waugh 1933): b = e'M_Z y / e'M_Z e.
struct Partial {
  Regression others;             // of the regressor on the others: Z and (Z'Z)^-1
  std::vector<double> residual;  // e, length 1
  std::vector<double> outcome;   // M_Z y
  double outcome_squares = 0;

  double statistic(std::span<const double> e, MrqapStatistic kind, double degrees) const {
    const std::size_t k = others.regressors.size();
    std::vector<double> products(k);
    for (std::size_t c = 0; c < k; ++c) products[c] = dot(e, *others.regressors[c]);
    double own = 1;  // e'M_Z e
    for (std::size_t c = 0; c < k; ++c) {
      for (std::size_t d = 0; d < k; ++d) own -= products[c] * others.inverse(c, d) * products[d];
    }
    // Permuted into the span of the others, which only a few nodes can do: it explains nothing.
    if (own < 1e-12) return 0;
    const double cross = dot(e, outcome);
    const double left = std::max(0.0, outcome_squares - cross * cross / own);
    return chosen(kind, cross / own, std::sqrt(left / degrees / own));
  }
};

Result<Partial> partial_of(const std::vector<qap::Standardised>& relations, std::size_t regressor) {
  std::vector<const std::vector<double>*> others;
  for (std::size_t k = 1; k < relations.size(); ++k) {
    if (k != regressor) others.push_back(&relations[k].cells);
  }
  auto own = regress(relations[regressor].cells, others);
  auto outcome = regress(relations.front().cells, others);
  if (!own) return tl::unexpected(own.error());
  if (!outcome) return tl::unexpected(outcome.error());
  Partial out{.others = std::move(*own), .residual = {}, .outcome = residuals(relations.front().cells, *outcome)};
  out.residual = residuals(relations[regressor].cells, out.others);
  const double length = std::sqrt(dot(out.residual, out.residual));
  for (double& value : out.residual) value /= length;
  out.outcome_squares = dot(out.outcome, out.outcome);
  return out;
}

struct Problem {
  const MrqapRequest& request;
  const std::vector<qap::Standardised>& relations;  // the outcome first
  const Regression& fit;
  double degrees = 0;  // cells - k - 1
};

// Adds the p-values of double semi-partialling. False: cancelled.
Result<bool> semi_partialling(const Problem& problem, Executor& executor, Mrqap& out) {
  const MrqapRequest& request = problem.request;
  std::vector<Partial> partials;
  std::vector<double> observed;
  for (std::size_t k = 1; k < problem.relations.size(); ++k) {
    auto partial = partial_of(problem.relations, k);
    if (!partial) return tl::unexpected(partial.error());
    observed.push_back(partial->statistic(partial->residual, request.statistic, problem.degrees));
    partials.push_back(std::move(*partial));
  }
  std::vector<std::vector<qap::Counts>> counts(qap::blocks_of(request.test), std::vector<qap::Counts>(partials.size()));
  std::vector<std::vector<double>> scratch(counts.size());
  const bool complete = qap::for_permutations(request.outcome.extent<Row>(), request.test, executor,
                                              [&](std::span<const std::uint32_t> order, std::size_t block) {
                                                scratch[block].resize(request.outcome.size());
                                                for (std::size_t k = 0; k < partials.size(); ++k) {
                                                  qap::renumber(partials[k].residual, order, scratch[block]);
                                                  const double permuted = partials[k].statistic(
                                                      scratch[block], request.statistic, problem.degrees);
                                                  counts[block][k].add(permuted, observed[k]);
                                                }
                                              });
  for (std::size_t k = 0; k < partials.size(); ++k) {
    qap::Counts all;
    for (const auto& block : counts) all.add(block[k]);
    out.terms[k].p = all.p(request.test.permutations);
  }
  return complete;
}

// Adds the p-values of permuted outcomes. False: cancelled.
bool permuted_outcomes(const Problem& problem, Executor& executor, Mrqap& out) {
  const MrqapRequest& request = problem.request;
  const std::size_t terms = out.terms.size();
  // Statistics of each term, then R^2.
  const auto statistics = [&](std::span<const double> y) {
    std::vector<double> products(terms);
    std::vector<double> result(terms + 1);
    for (std::size_t k = 0; k < terms; ++k) products[k] = dot(y, problem.relations[k + 1].cells);
    for (std::size_t k = 0; k < terms; ++k) {
      for (std::size_t l = 0; l < terms; ++l) result[k] += problem.fit.inverse(k, l) * products[l];
      result[terms] += result[k] * products[k];
    }
    const double variance = std::max(0.0, 1 - result[terms]) / problem.degrees;
    for (std::size_t k = 0; k < terms; ++k) {
      result[k] = chosen(request.statistic, result[k], std::sqrt(variance * problem.fit.inverse(k, k)));
    }
    return result;
  };
  const std::vector<double> observed = statistics(problem.relations.front().cells);
  std::vector<std::vector<qap::Counts>> counts(qap::blocks_of(request.test), std::vector<qap::Counts>(terms + 1));
  std::vector<std::vector<double>> scratch(counts.size());
  const bool complete = qap::for_permutations(request.outcome.extent<Row>(), request.test, executor,
                                              [&](std::span<const std::uint32_t> order, std::size_t block) {
                                                scratch[block].resize(request.outcome.size());
                                                qap::renumber(problem.relations.front().cells, order, scratch[block]);
                                                const std::vector<double> permuted = statistics(scratch[block]);
                                                for (std::size_t k = 0; k <= terms; ++k)
                                                  counts[block][k].add(permuted[k], observed[k]);
                                              });
  for (std::size_t k = 0; k <= terms; ++k) {
    qap::Counts all;
    for (const auto& block : counts) all.add(block[k]);
    (k < terms ? out.terms[k].p : out.r_squared_p) = all.p(request.test.permutations);
  }
  return complete;
}

Result<Regression> fit_whole(const std::vector<qap::Standardised>& relations) {
  std::vector<const std::vector<double>*> regressors;
  for (std::size_t k = 1; k < relations.size(); ++k) regressors.push_back(&relations[k].cells);
  auto fit = regress(relations.front().cells, regressors);
  if (!fit && fit.error().message.key == "linalg.rank_deficient") {
    return refuse(ErrorCode::domain, "measure.qap.collinear", "measure.qap.collinear.hint",
                  *std::get_if<std::int64_t>(&fit.error().message.args.front()));
  }
  return fit;
}

}  // namespace

Result<Mrqap> mrqap(const MrqapRequest& request, Executor& executor) {
  const std::size_t k = request.regressors.size();
  if (k == 0) return refuse(ErrorCode::shape, "measure.qap.no_regressor", "measure.qap.no_regressor.hint");
  std::vector<Relation> all{request.outcome};
  all.insert(all.end(), request.regressors.begin(), request.regressors.end());
  const auto relations = qap::standardise(all, request.test);
  if (!relations) return tl::unexpected(relations.error());
  Mrqap out{.cells = qap::cells_that_count(request.outcome.extent<Row>(), request.test),
            .terms = std::vector<MrqapTerm>(k)};
  if (out.cells <= k + 1) {
    return refuse(ErrorCode::shape, "measure.qap.too_few_cells", "measure.qap.too_few_cells.hint", out.cells, k);
  }
  const auto fit = fit_whole(*relations);
  if (!fit) return tl::unexpected(fit.error());
  if (request.statistic == MrqapStatistic::t && fit->residual_squares < 1e-24) {
    return refuse(ErrorCode::domain, "measure.qap.exact", "measure.qap.exact.hint");
  }

  const qap::Standardised& outcome = relations->front();
  const double degrees = static_cast<double>(out.cells - k - 1);
  out.r_squared = 1 - fit->residual_squares;
  out.r_squared_adjusted = 1 - fit->residual_squares * static_cast<double>(out.cells - 1) / degrees;
  out.intercept = outcome.center;
  for (std::size_t c = 0; c < k; ++c) {
    const qap::Standardised& regressor = (*relations)[c + 1];
    MrqapTerm& term = out.terms[c];
    term.standardised = fit->coefficients[c];
    term.coefficient = term.standardised * outcome.length / regressor.length;
    term.t = term.standardised / std::sqrt(fit->residual_squares / degrees * fit->inverse(c, c));
    out.intercept -= term.coefficient * regressor.center;
  }
  if (request.test.permutations == 0) return out;

  const Problem problem{request, *relations, *fit, degrees};
  Result<bool> complete = request.method == MrqapMethod::permute_outcome
                              ? Result<bool>(permuted_outcomes(problem, executor, out))
                              : semi_partialling(problem, executor, out);
  if (!complete) return tl::unexpected(complete.error());
  if (!*complete) return refuse(ErrorCode::cancelled, "measure.qap.cancelled", "measure.qap.cancelled.hint");
  return out;
}

}  // namespace tidu::measure
