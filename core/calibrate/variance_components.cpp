// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/variance_components.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/linalg.h"
#include "core/base/math.h"

namespace tidu::calibrate {
namespace {

constexpr int kMostRounds = 40;
constexpr double kSmallChange = 1e-3;

double correlation(const ChainLink& link, double rho) {
  return link.previous == ChainLink::kFirst || rho == 0 ? 0 : math::pow(rho, link.gap);
}

// What one rho fixes: J'R^-1 J, J'R^-1 e, e'R^-1 e with R the errors' correlation matrix.
struct Products {
  Array<double, Row, Column> jj;
  std::vector<double> je;
  double ee = 0;
};

Products products_at(const VarianceProblem& problem, double rho) {
  const VarianceComponents unit{.sigma = 1, .rho = rho};
  const std::size_t n = problem.residuals.size();
  const std::size_t k = problem.x.size();
  Array<double, Row, Column> j(problem.jacobian.extents());
  std::copy(problem.jacobian.begin(), problem.jacobian.end(), j.values().begin());
  std::vector<double> e(problem.residuals.begin(), problem.residuals.end());
  whiten(problem.chain, unit, j);
  whiten(problem.chain, unit, {e.data(), {n, 1}});
  Products out{.jj = Array<double, Row, Column>({k, k}), .je = std::vector<double>(k)};
  for (std::size_t i = 0; i < n; ++i) {
    const double* row = j.values().data() + i * k;
    for (std::size_t a = 0; a < k; ++a) {
      if (row[a] == 0) continue;
      double* to = out.jj.values().data() + a * k;
      for (std::size_t b = 0; b <= a; ++b) to[b] += row[a] * row[b];
      out.je[a] += row[a] * e[i];
    }
    out.ee += e[i] * e[i];
  }
  return out;
}

// The linear model's posterior for given standard deviations.
struct Posterior {
  std::vector<double> shift;  // mean of d
  Array<double, Row, Column> covariance;
  double errors = 0;  // |e - J d|^2 / sigma^2
};

bool known(const GaussianPrior& prior) { return prior.sd == 0; }

Result<Posterior> posterior_of(const VarianceProblem& problem, const Products& products,
                               std::span<const GaussianPrior> prior, double sigma) {
  const std::size_t k = prior.size();
  const double weight = 1 / (sigma * sigma);
  Array<double, Row, Column> a({k, k});
  std::vector<double> right(k);
  std::vector<double> unit(k, 1.0);
  for (std::size_t i = 0; i < k; ++i) {
    if (known(prior[i])) continue;
    const double precision = 1 / (prior[i].sd * prior[i].sd);
    right[i] = weight * products.je[i] - precision * (problem.x[i] - prior[i].mean);
    unit[i] = 1 / std::sqrt(weight * products.jj(i, i) + precision);
  }
  Posterior out;
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      a(i, j) = known(prior[i]) || known(prior[j]) ? 0 : weight * products.jj(i, j) * unit[i] * unit[j];
    }
    a(i, i) = 1;
  }
  auto inverse = linalg::cholesky_inverse(a);
  if (!inverse) return tl::unexpected(inverse.error());
  out.covariance = std::move(inverse->inverse);
  out.shift.assign(k, 0.0);
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      out.covariance(i, j) *= unit[i] * unit[j];
      if (!known(prior[i])) out.shift[i] += out.covariance(i, j) * right[j];
    }
  }
  double fit = products.ee;
  for (std::size_t i = 0; i < k; ++i) {
    double product = products.jj(i, i) * out.shift[i] / 2;
    for (std::size_t j = 0; j < i; ++j) product += products.jj(i, j) * out.shift[j];
    fit += 2 * out.shift[i] * (product - products.je[i]);
  }
  out.errors = weight * std::max(0.0, fit);
  return out;
}

// Step of ln sd where `squares` are in units of sd^2 and `freedom` is their expectation: MacKay's fixed point as a
// Newton step, kept short.
double log_step(double squares, double freedom, double log_sd, const GaussianPrior& prior) {
  if (prior.sd == 0) return 0;
  const double precision = 1 / (prior.sd * prior.sd);
  const double slope = squares - freedom - precision * (log_sd - prior.mean);
  return std::clamp(slope / (2 * std::max({freedom, squares, 0.1}) + precision), -1.0, 1.0);
}

class Rounds {
 public:
  Rounds(const VarianceProblem& problem, const VarianceComponents& start)
      : problem_(problem), products_(products_at(problem, start.rho)), at_(start) {}

  Result<VarianceComponents> run() {
    for (int round = 0; round < kMostRounds; ++round) {
      auto change = advance();
      if (!change) return tl::unexpected(change.error());
      if (*change < kSmallChange) break;
    }
    return at_;
  }

 private:
  // One step of all logarithms; the largest change.
  Result<double> advance() {
    const auto prior = priors_with(problem_.prior, problem_.group, at_);
    const auto posterior = posterior_of(problem_, products_, prior, at_.sigma);
    if (!posterior) return tl::unexpected(posterior.error());
    std::array<double, kVarianceGroups> squares{};
    std::array<double, kVarianceGroups> freedom{};
    double used = 0;  // parameters that the data determine
    for (std::size_t j = 0; j < prior.size(); ++j) {
      if (known(prior[j])) continue;
      const double precision = 1 / (prior[j].sd * prior[j].sd);
      const double determined = 1 - precision * posterior->covariance(j, j);
      const double distance = problem_.x[j] + posterior->shift[j] - prior[j].mean;
      used += determined;
      if (problem_.group[j] == VarianceProblem::kNoGroup) continue;
      squares[problem_.group[j]] += precision * distance * distance;
      freedom[problem_.group[j]] += determined;
    }
    const double left = static_cast<double>(problem_.residuals.size()) - used;
    double largest = 0;
    const auto move = [&largest](double& sd, double step) {
      sd *= math::exp(step);
      largest = std::max(largest, std::fabs(step));
    };
    move(at_.sigma, log_step(posterior->errors, left, math::log(at_.sigma), problem_.log_sigma));
    for (std::size_t g = 0; g < kVarianceGroups; ++g) {
      if (freedom[g] == 0 && squares[g] == 0) continue;
      move(at_.group[g], log_step(squares[g], freedom[g], math::log(at_.group[g]), problem_.log_group[g]));
    }
    return largest;
  }

  const VarianceProblem& problem_;
  Products products_;
  VarianceComponents at_;
};

}  // namespace

void whiten(std::span<const ChainLink> chain, const VarianceComponents& components, View<double, Row, Column> errors) {
  const std::size_t k = errors.extent<Column>();
  for (std::size_t i = chain.size(); i-- > 0;) {  // from the end: the one before is still as it was
    const double phi = correlation(chain[i], components.rho);
    const double scale = 1 / (components.sigma * std::sqrt(1 - phi * phi));
    double* row = errors.data() + i * k;
    if (phi == 0) {
      for (std::size_t j = 0; j < k; ++j) row[j] *= scale;
    } else {
      const double* previous = errors.data() + chain[i].previous * k;
      for (std::size_t j = 0; j < k; ++j) row[j] = (row[j] - phi * previous[j]) * scale;
    }
  }
}

double log_determinant(std::span<const ChainLink> chain, const VarianceComponents& components) {
  double total = 2 * static_cast<double>(chain.size()) * math::log(components.sigma);
  for (const ChainLink& link : chain) {
    const double phi = correlation(link, components.rho);
    total += math::log1p(-phi * phi);
  }
  return total;
}

std::vector<GaussianPrior> priors_with(std::span<const GaussianPrior> prior, std::span<const std::uint8_t> group,
                                       const VarianceComponents& components) {
  std::vector<GaussianPrior> out(prior.begin(), prior.end());
  for (std::size_t j = 0; j < out.size(); ++j) {
    if (group[j] != VarianceProblem::kNoGroup && out[j].sd != 0) out[j].sd = components.group[group[j]];
  }
  return out;
}

Result<VarianceComponents> estimate_variances(const VarianceProblem& problem, const VarianceComponents& start) {
  return Rounds(problem, start).run();
}

}  // namespace tidu::calibrate
