// SPDX-License-Identifier: Apache-2.0
#include "core/calibrate/levenberg_marquardt.h"

#include <algorithm>
#include <cmath>

#include "core/base/assert.h"
#include "core/base/linalg.h"
#include "core/base/math.h"

namespace tidu::calibrate {
namespace {

constexpr double kDifference = 1.0 / 131072;
constexpr double kRounding = 4 * std::numeric_limits<double>::epsilon();

double squares(std::span<const double> x) {
  double total = 0;
  for (const double v : x) total += v * v;
  return total;
}

class Search {
 public:
  Search(const LeastSquaresProblem& problem, Jacobian jacobian, std::span<const double> start,
         const LevenbergMarquardtOptions& options)
      : problem_(problem),
        jacobian_(jacobian),
        options_(options),
        n_(problem.residuals),
        k_(start.size()),
        damping_(options.damping) {
    at_.x.assign(start.begin(), start.end());
    at_.residuals.resize(n_);
    at_.jacobian = Array<double, Row, Column>({n_, k_});
    normal_ = Array<double, Row, Column>({k_, k_});
    trial_residuals_.resize(n_);
  }

  Result<LeastSquaresMinimum> run() {
    if (!evaluate(at_.x, at_.residuals)) {
      return failure(ErrorCode::domain, text("calibrate.start_outside"), text("calibrate.start_outside.hint"));
    }
    at_.value = value(at_.x, at_.residuals);
    if (auto done = renew(); !done) return tl::unexpected(done.error());
    for (int step = 0; step < options_.steps && !at_.converged; ++step) {
      if (auto done = advance(); !done) return tl::unexpected(done.error());
    }
    if (!exact_) {
      if (auto done = renew(); !done) return tl::unexpected(done.error());
    }
    return finish();
  }

 private:
  GaussianPrior prior(std::size_t j) const { return problem_.prior.empty() ? GaussianPrior{} : problem_.prior[j]; }
  bool known(std::size_t j) const { return prior(j).sd == 0; }
  double precision(std::size_t j) const { return known(j) ? 0 : 1 / (prior(j).sd * prior(j).sd); }

  bool evaluate(std::span<const double> x, std::span<double> residuals) {
    ++at_.evaluations;
    if (!problem_.evaluate(x, residuals)) return false;
    return std::all_of(residuals.begin(), residuals.end(), [](double r) { return std::isfinite(r); });
  }

  double value(std::span<const double> x, std::span<const double> residuals) const {
    double total = squares(residuals);
    for (std::size_t j = 0; j < k_; ++j) {
      const double distance = x[j] - prior(j).mean;
      total += precision(j) > 0 ? precision(j) * distance * distance : 0;
    }
    return total / 2;
  }

  // J'J + S^-1 and the gradient of Q.
  void form() {
    std::fill(normal_.values().begin(), normal_.values().end(), 0.0);
    gradient_.assign(k_, 0.0);
    for (std::size_t i = 0; i < n_; ++i) {
      const double* row = at_.jacobian.values().data() + i * k_;
      for (std::size_t a = 0; a < k_; ++a) {
        if (row[a] == 0 || known(a)) continue;
        double* out = normal_.values().data() + a * k_;
        for (std::size_t b = 0; b <= a; ++b) out[b] += row[a] * row[b];
        gradient_[a] += row[a] * at_.residuals[i];
      }
    }
    for (std::size_t a = 0; a < k_; ++a) {
      if (known(a)) {
        for (std::size_t b = a + 1; b < k_; ++b) normal_(b, a) = 0;
        normal_(a, a) = 1;
      } else if (precision(a) > 0) {
        normal_(a, a) += precision(a);
        gradient_[a] += precision(a) * (at_.x[a] - prior(a).mean);
      }
    }
  }

  // The Jacobian at x itself.
  Result<void> renew() {
    if (!jacobian_(at_.x, at_.residuals, at_.jacobian)) {
      return failure(ErrorCode::domain, text("calibrate.start_outside"), text("calibrate.start_outside.hint"));
    }
    ++at_.jacobians;
    exact_ = true;
    bridged_ = 0;
    form();
    for (std::size_t j = 0; j < k_; ++j) {
      if (normal_(j, j) > 0) continue;
      return failure(ErrorCode::domain, text("calibrate.no_slope", j + 1), text("calibrate.no_slope.hint"));
    }
    return {};
  }

  // Solves (J'J + S^-1 + mu D) d = -gradient in units in which D = 1, so that neither depends on the parameters' units.
  bool solve(double mu, std::vector<double>& step) const {
    Array<double, Row, Column> a({k_, k_});
    std::vector<double> right(k_);
    std::vector<double> unit(k_);
    for (std::size_t i = 0; i < k_; ++i) unit[i] = 1 / std::sqrt(normal_(i, i));
    for (std::size_t i = 0; i < k_; ++i) {
      for (std::size_t j = 0; j <= i; ++j) a(i, j) = normal_(i, j) * unit[i] * unit[j];
      a(i, i) = 1 + mu;
      right[i] = -gradient_[i] * unit[i];
    }
    auto solution = linalg::cholesky_solve(a, right);
    if (!solution) return false;
    step = std::move(solution->x);
    for (std::size_t i = 0; i < k_; ++i) step[i] *= unit[i];
    return true;
  }

  // How much the quadratic model with damping mu foretells of a step: 1/2 d'(mu D d - gradient).
  double foretold(double mu, std::span<const double> step) const {
    double total = 0;
    for (std::size_t j = 0; j < k_; ++j) total += step[j] * (mu * normal_(j, j) * step[j] - gradient_[j]);
    return total / 2;
  }

  bool rounding_alone(std::span<const double> step) const {
    for (std::size_t j = 0; j < k_; ++j) {
      if (std::fabs(step[j]) > kRounding * std::fabs(at_.x[j])) return false;
    }
    return true;
  }

  // Broyden (1965) in the units of D: J += (r(x + d) - r(x) - J d) d'D / d'D d.
  void update(std::span<const double> step) {
    double length = 0;
    for (std::size_t j = 0; j < k_; ++j) length += step[j] * step[j] * normal_(j, j);
    for (std::size_t i = 0; i < n_; ++i) {
      double* row = at_.jacobian.values().data() + i * k_;
      double miss = trial_residuals_[i] - at_.residuals[i];
      for (std::size_t j = 0; j < k_; ++j) {
        if (!known(j)) miss -= row[j] * step[j];
      }
      for (std::size_t j = 0; j < k_; ++j) row[j] += miss * step[j] * normal_(j, j) / length;
    }
    exact_ = false;
    ++bridged_;
  }

  // One trial step.
  Result<void> advance() {
    std::vector<double> step;
    const double least = std::max(options_.tolerance * at_.value, options_.enough);
    if (solve(0, step) && (foretold(0, step) <= least || rounding_alone(step))) {
      if (!exact_) return renew();
      at_.converged = true;
      return {};
    }
    double gained = -1;
    if (solve(damping_, step)) {
      trial_ = at_.x;
      for (std::size_t j = 0; j < k_; ++j) trial_[j] += step[j];
      if (evaluate(trial_, trial_residuals_)) gained = at_.value - value(trial_, trial_residuals_);
    }
    if (!(gained > 0)) {
      if (!exact_) return renew();  // the step failed for want of a Jacobian, maybe
      damping_ *= growth_;
      growth_ *= 2;
      return {};
    }
    const double ratio = gained / foretold(damping_, step);
    const double cube = 2 * ratio - 1;
    damping_ *= std::max(1.0 / 3, 1 - cube * cube * cube);
    growth_ = 2;
    const bool bridge = bridged_ < options_.secant_steps && ratio > 0.25;
    if (bridge) update(step);
    std::swap(at_.x, trial_);
    std::swap(at_.residuals, trial_residuals_);
    at_.value -= gained;
    if (!bridge) return renew();
    form();
    return {};
  }

  Result<LeastSquaresMinimum> finish() {
    at_.value = value(at_.x, at_.residuals);
    at_.damping = damping_;
    std::vector<double> unit(k_);
    Array<double, Row, Column> scaled({k_, k_});
    for (std::size_t i = 0; i < k_; ++i) {
      unit[i] = 1 / std::sqrt(normal_(i, i));
      for (std::size_t j = 0; j <= i; ++j) scaled(i, j) = normal_(i, j) * unit[i] * unit[j];
    }
    auto inverse = linalg::cholesky_inverse(scaled);
    if (!inverse) return tl::unexpected(inverse.error());
    at_.log_determinant = inverse->log_determinant;
    at_.covariance = std::move(inverse->inverse);
    for (std::size_t i = 0; i < k_; ++i) {
      at_.log_determinant += math::log(normal_(i, i));
      for (std::size_t j = 0; j < k_; ++j) {
        at_.covariance(i, j) *= known(i) || known(j) ? 0 : unit[i] * unit[j];
      }
    }
    return std::move(at_);
  }

  const LeastSquaresProblem& problem_;
  Jacobian jacobian_;
  LevenbergMarquardtOptions options_;
  std::size_t n_;
  std::size_t k_;
  LeastSquaresMinimum at_;
  Array<double, Row, Column> normal_;  // lower triangle of J'J + S^-1
  std::vector<double> gradient_;
  std::vector<double> trial_;
  std::vector<double> trial_residuals_;
  double damping_;
  double growth_ = 2;
  int bridged_ = 0;     // updates since the last Jacobian
  bool exact_ = false;  // the Jacobian is that of x
};

}  // namespace

Result<LeastSquaresMinimum> levenberg_marquardt(const LeastSquaresProblem& problem, Jacobian jacobian,
                                                std::span<const double> start,
                                                const LevenbergMarquardtOptions& options) {
  TIDU_ASSERT(!start.empty() && (problem.prior.empty() || problem.prior.size() == start.size()));
  return Search(problem, jacobian, start, options).run();
}

Result<LeastSquaresMinimum> levenberg_marquardt(const LeastSquaresProblem& problem, std::span<const double> start,
                                                const LevenbergMarquardtOptions& options) {
  std::vector<double> moved(start.size());
  std::vector<double> above(problem.residuals);
  std::vector<double> below(problem.residuals);
  const auto differences = [&](std::span<const double> x, std::span<const double>, View<double, Row, Column> out) {
    moved.assign(x.begin(), x.end());
    for (std::size_t j = 0; j < x.size(); ++j) {
      const double sd = problem.prior.empty() ? 0 : problem.prior[j].sd;
      if (!problem.prior.empty() && sd == 0) continue;
      double step = std::max(std::fabs(x[j]), std::isfinite(sd) ? sd : 0) * kDifference;
      if (step == 0) step = kDifference;
      moved[j] = x[j] + step;
      const double high = moved[j];
      if (!problem.evaluate(moved, above)) return false;
      moved[j] = x[j] - step;
      const double width = high - moved[j];
      if (!problem.evaluate(moved, below)) return false;
      moved[j] = x[j];
      for (std::size_t i = 0; i < above.size(); ++i) out(i, j) = (above[i] - below[i]) / width;
    }
    return true;
  };
  return levenberg_marquardt(problem, differences, start, options);
}

}  // namespace tidu::calibrate
