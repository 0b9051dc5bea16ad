// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "app/checksum/context.h"
#include "core/base/draws.h"
#include "core/base/escape.h"
#include "core/base/linalg.h"
#include "core/base/suggest.h"
#include "core/base/sum.h"

namespace tidu::checksum {
namespace {

constexpr std::array kPurposes{Purpose::test,       Purpose::permutation_test, Purpose::prior_draw,
                               Purpose::resampling, Purpose::ensemble_draw,    Purpose::region_effect,
                               Purpose::checksum};

// Every length up to two leaves of the pairwise sum, and lengths around its blocks.
void sums(Context& context) {
  const std::span<double> x = context.uniforms(3 * kSumBlock + 17, -1, 1);
  for (std::size_t n = 0; n <= 300; ++n) context.hash().add(sum(x.first(n)));
  for (const std::size_t n : {kSumBlock - 1, kSumBlock, kSumBlock + 1, 2 * kSumBlock, x.size()}) {
    context.hash().add(sum(x.first(n)));
    context.hash().add(sum(x.first(n), context.executor()));
    context.hash().add(mean(x.first(n)));
  }
}

void dots(Context& context) {
  const std::span<double> x = context.uniforms(kSumBlock + 17, -1, 1);
  const std::span<double> y = context.uniforms(kSumBlock + 17, -1e6, 1e6);
  for (std::size_t n = 0; n <= 300; ++n) context.hash().add(dot(x.first(n), y.first(n)));
  for (const std::size_t n : {kSumBlock - 1, kSumBlock, x.size()}) context.hash().add(dot(x.first(n), y.first(n)));
}

void words(Context& context) {
  for (const std::uint64_t seed : {0ULL, 1ULL, 0xFFFFFFFFFFFFFFFFULL}) {
    const Rng rng(seed, seed / 3);
    for (const Purpose purpose : kPurposes) {
      for (std::uint32_t i = 0; i < 100; ++i) {
        const DrawAddress address{.entity = i * 2654435761ULL,
                                  .draw = static_cast<std::uint16_t>(i),
                                  .step = i * 40503,
                                  .purpose = purpose,
                                  .replicate = 7};
        for (const std::uint32_t word : rng.words(address)) context.hash().add(std::uint64_t{word});
      }
    }
  }
}

template <double (*Draw)(const Rng&, const DrawAddress&)>
void draws(Context& context) {
  const Rng rng(11);
  for (std::uint32_t i = 0; i < 3000; ++i)
    context.hash().add(Draw(rng, {.entity = 3, .step = i, .purpose = Purpose::checksum}));
}

void whole_draws(Context& context) {
  const Rng rng(12);
  for (std::uint32_t i = 0; i < 1000; ++i) {
    for (const std::uint64_t n : {1ULL, 2ULL, 31ULL, 1000000007ULL, 0xFFFFFFFFFFFFFFFFULL}) {
      context.hash().add(uniform_below(rng, {.entity = 4, .step = i, .purpose = Purpose::checksum}, n));
    }
  }
}

void permutations(Context& context) {
  const Rng rng(13);
  for (const std::size_t n : {0u, 1u, 2u, 5u, 31u, 341u, 65535u}) {
    std::vector<std::uint32_t> order(n);
    permutation(rng, {.entity = n, .purpose = Purpose::checksum}, order);
    for (const std::uint32_t position : order) context.hash().add(std::uint64_t{position});
    std::vector<std::uint16_t> sample(n / 3);
    SampleDraws(n).draw(rng, {.entity = n, .draw = 1, .purpose = Purpose::checksum}, sample);
    for (const std::uint16_t position : sample) context.hash().add(std::uint64_t{position});
  }
}

// Sizes on both sides of Eigen's block of 32.
constexpr std::size_t kSizes[] = {1, 2, 7, 31, 65, 150};

void cholesky(Context& context) {
  for (const std::size_t n : kSizes) {
    const std::span<double> b = context.uniforms(n * n, -1, 1);
    const std::span<double> a = context.array(n * n);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < n; ++j)
        a[i * n + j] = dot(b.subspan(i * n, n), b.subspan(j * n, n)) + (i == j ? 0.01 : 0);
    }
    context.add(linalg::cholesky_solve({a.data(), {n, n}}, context.uniforms(n)), [&](const linalg::Solution& solution) {
      context.hash().add(solution.x);
      context.hash().add(solution.reciprocal_condition);
    });
  }
}

void least_squares(Context& context) {
  for (const std::size_t n : kSizes) {
    const std::size_t columns = (n + 2) / 3;
    const std::span<double> x = context.uniforms(n * columns, -1, 1e3);
    context.add(linalg::least_squares({x.data(), {n, columns}}, context.uniforms(n)),
                [&](const linalg::LeastSquares& fit) {
                  context.hash().add(fit.coefficients);
                  context.hash().add(fit.residual_squares);
                  context.hash().add(fit.covariance.values());
                });
  }
}

void eigen(Context& context) {
  for (const std::size_t n : kSizes) {
    const std::span<double> a = context.uniforms(n * n, -1, 1);
    context.add(linalg::symmetric_eigen({a.data(), {n, n}}), [&](const linalg::SymmetricEigen& result) {
      context.hash().add(result.values);
      context.hash().add(result.vectors.values());
    });
  }
}

// What files may hold: markup, quotes, Chinese, a character beyond 16 bits, a control, a direction mark, bytes that are
// no UTF-8.
constexpr std::array<std::string_view, 8> kTexts{"plain",
                                                 "<b class=\"x\">&'</b>",
                                                 "=1+1,\"\r\n",
                                                 "\xE6\xA2\xAF\xE5\xBA\xA6",
                                                 "\xF0\x9F\x98\x80 \x1B[31m",
                                                 "a\xE2\x80\xAE"
                                                 "b",
                                                 "\xC3(\xFF",
                                                 ""};

void escapes(Context& context) {
  for (const std::string_view x : kTexts) {
    for (const std::string& out : {escape::html(x), escape::script_json(x), escape::csv_field(x),
                                   escape::csv_field(x, true), escape::terminal(x), escape::terminal(x, true)}) {
      context.hash().add(std::string_view(out));
    }
    const auto forbidden = escape::find_forbidden(x);
    context.hash().add(std::uint64_t{forbidden ? forbidden->byte + 1 : 0});
    const auto invalid = escape::find_invalid_utf8(x);
    context.hash().add(std::uint64_t{invalid ? *invalid + 1 : 0});
    context.hash().add(std::uint64_t{escape::count_characters(x)});
  }
}

void suggestions(Context& context) {
  constexpr std::array<std::string_view, 4> kCandidates{"diffusion.imitation", "diffusion.innovation",
                                                        "measure.weights", "seed"};
  for (const std::string_view word : {"diffusion.imitatoin", "wieghts", "sead", "measure.weigths", ""}) {
    context.hash().add(closest(word, kCandidates).value_or("none"));
    for (const std::string_view candidate : kCandidates)
      context.hash().add(std::uint64_t{edit_distance(word, candidate)});
  }
}

constexpr std::array kRows{
    KernelRow{"base.sum", sums},
    KernelRow{"base.dot", dots},
    KernelRow{"base.rng_words", words},
    KernelRow{"base.uniform", draws<uniform>},
    KernelRow{"base.uniform_below", whole_draws},
    KernelRow{"base.normal", draws<normal>},
    KernelRow{"base.permutation", permutations},
    KernelRow{"base.escape", escapes},
    KernelRow{"base.suggest", suggestions},
    KernelRow{"linalg.cholesky_solve", cholesky},
    KernelRow{"linalg.least_squares", least_squares},
    KernelRow{"linalg.symmetric_eigen", eigen},
};

}  // namespace

std::span<const KernelRow> base_rows() { return kRows; }

}  // namespace tidu::checksum
