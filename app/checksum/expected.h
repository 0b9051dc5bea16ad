// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace tidu::checksum {

struct ExpectedHash {
  std::string_view name;
  std::string_view hash;
};

/// What run() gives everywhere, measured with g++ and clang on x86-64 and in WebAssembly. A change of a row is a change
/// of results: it belongs into the commit that changes them, with its reason (tools/update_checksums.sh writes the
/// rows).
inline constexpr std::array<ExpectedHash, 89> kExpectedKernels{{
    {"math.exp", "a4739e3b20b9341f07cc66bba4918cf8"},
    {"math.expm1", "8055132d13e5a9b30db37cae7ce58482"},
    {"math.log", "5bb0f1e446c5d0763ed83f44862b1ec5"},
    {"math.log1p", "910991b4e7328ba40c9b93cc69b45235"},
    {"math.pow", "2ee7f82d9c4aa87561aed55c40f4b0e8"},
    {"math.tanh", "f686d67789eb972fc56cb9ead5edc8fc"},
    {"math.erf", "2abbad5d66a3b128261847cae067ea6f"},
    {"math.erfc", "60df8fa0e6f43437f7ae5cfab0aff87c"},
    {"math.lgamma", "77396f87ded4f290a5272c97519b836a"},
    {"math.logistic", "d294c9c68503090ddcc61d7445fcb23b"},
    {"math.normal_cdf", "5da2ff1665a4ef0e1b82b36ab63b4c17"},
    {"math.normal_quantile", "3760a10dd1958bbfd9ef959243a7e368"},
    {"math.sin", "95b5956aefaffb4d9daa5582f8e55414"},
    {"math.cos", "630f340242c297cf319d75c54c49dfa0"},
    {"math.atan2", "1c40206742526a60241c073eb705c986"},
    {"math.distributions", "80a580fbd0fd73587a6d4cdefed31e11"},
    {"base.sum", "bbdec488a7e944f143791ef4c975d2d9"},
    {"base.dot", "f06ee2186a097eb28d98e29d3ad503de"},
    {"base.rng_words", "f0f80cbd9cfb62a61ba5dd17ea066859"},
    {"base.uniform", "062749c675e22328a2b87fcd4314c0dd"},
    {"base.uniform_below", "f54b100a7e2cba89fe5ee22769142edf"},
    {"base.normal", "3955cb108554210fd6aa4e80c98d0918"},
    {"base.permutation", "80c23628cf60a84b91b2ed417a9aeb30"},
    {"base.escape", "2dba64b86d2132ad859f3531c6a7da94"},
    {"base.suggest", "bcb39de12b3df325b9a3b9023681cdd2"},
    {"linalg.cholesky_solve", "eac6a8099fb229df483d04c9a2e5ba09"},
    {"linalg.least_squares", "d594fec37635fa8da7e2c35f5cac0cf1"},
    {"linalg.symmetric_eigen", "257b1225fadfb3b7a5da53cac4188623"},
    {"measure.standardise_pooled", "c98025a4ec344f0dbe4feb1ca648ae9a"},
    {"measure.standardise_yearly", "81ab87b292b964b84d6b6b292931b472"},
    {"measure.entropy_weights", "cd033df09e70eff7763bb99704cfc426"},
    {"measure.critic_weights", "c43dc82e669d7e441ca33cf7750eda0b"},
    {"measure.equal_pillar_weights", "c64a744141dc6208f6a7cce9251c75a7"},
    {"measure.index", "0682d69a1ba5d9b48b70da8583a88f6e"},
    {"measure.tiers", "d87734be2fa0bce4c78b8968554374b3"},
    {"measure.shares", "8872adf5aa25d2c96f68608f3ec5619f"},
    {"measure.coupling", "0e05d02689e4e9c5626f096bb430d8f0"},
    {"measure.indicator_overlap", "32ed6908b79173fe6cfb1c29635f8cfd"},
    {"measure.pearson", "a807773588e491a9c647c6e7972c3430"},
    {"measure.spearman", "b3278c5a8a70e3a06ba4629e3a5f6a54"},
    {"measure.kendall_tau_b", "1800b62f741759e2d2fba25e3314f3d5"},
    {"measure.outliers", "ea8b82cfe34a9bc99445be17451f291e"},
    {"measure.scales", "b0129fc52d634a1c99f7a87b4d1a28dd"},
    {"measure.tree_weights", "62110f5659241a9932db593afcdf5fcf"},
    {"measure.components", "88da27db4205deb79e7173e23984f923"},
    {"measure.aggregation", "74d6fa469c4d00141fa075f2aa3ca5fa"},
    {"measure.effective_weights", "d1f33ea7a29c48018a3bf04db79bd472"},
    {"measure.coupling_forms", "09cf05b58507796e6a0666830cb663c5"},
    {"measure.obstacles", "49ca938bab580d831d4a18010309d216"},
    {"measure.classes", "e9bd76dbd33eebbc25b4b9a0fe2433ac"},
    {"measure.sensitivity", "1db3b6a81b0775fddde71870e5d25c14"},
    {"measure.replicates_relative", "7ea6bc4f1ba694c21c752fa82d96bb5d"},
    {"measure.replicates_dirichlet", "95f690827a39ff0024532fdf1cd59aac"},
    {"measure.gap_measures", "ee3cb9a817a32e457e68a09f0f4eae94"},
    {"measure.theil_t_by_group", "7c23f91263b742268fca4f6a60e64fce"},
    {"measure.theil_l_by_group", "7da86df7c78236f4e20fcb91c0f73cea"},
    {"measure.spread", "2771ee3cb019c14c3020dd41e0befdd3"},
    {"measure.dagum", "bad4599999e36eb0b1c2e194e80795ba"},
    {"measure.nested_entropy", "1a97961891ab4c203bf8e72c2f727068"},
    {"measure.group_polarisation", "a1aad03c834ea6e6b3cf2cc3198099c2"},
    {"measure.theil_l_change", "11b50e675a0e6c9fbd15f868490fea59"},
    {"measure.bootstrap", "1307ff99bdf2cc92cb6d74addc900b76"},
    {"measure.reweighted_gaps", "6f8c439e66db6f66af0311dfd20ea21c"},
    {"measure.kernel_density", "178f304d5e33e12dd73985ef0b1dcdd4"},
    {"measure.markov_chains", "34a8e65df5d6df796f2470c3d0ffdded"},
    {"measure.growth_convergence", "f85f3f21f09016f52a74f0414275ee4b"},
    {"measure.convergence_clubs", "57c166d543778de0b16c7de2337e457b"},
    {"measure.weights_matrix", "e9d6cd239b57f2dc2aefd06db021c041"},
    {"measure.weights_kinds", "8da301d42e1748684f7ad2d13fa5c37c"},
    {"measure.moran", "d569322ee4e59f21d02b1ee7262a17c0"},
    {"measure.association", "4b16ebf1d685cf88ff4ecebb05142f83"},
    {"measure.local_association", "d65430bb43b245c29a8d53834115ce9b"},
    {"measure.join_counts", "a2867db49c39a11646e2a285b6cb0624"},
    {"measure.geography", "7208c3d39c91eb1e44f1b878482e7f5d"},
    {"measure.geodetector", "e272e525be32734bd340c74a5409b2c4"},
    {"measure.network.gravity", "5557ab237865f9d298e9e7317fa2136d"},
    {"measure.network.structure", "43a705f21244adc6614a85e15d6a96c4"},
    {"measure.network.concor", "7b6f97126f3e7d76c8f62c2189da28f9"},
    {"measure.network.qap", "855a4951dc27d453f9e65659ce297d8e"},
    {"measure.network.mrqap.double_semi_partialling", "811e920fd3f2ada8d99cd5bcdfcd8420"},
    {"measure.network.mrqap.permute_outcome", "3e8e2af657db8baf4f1710edf7f7f990"},
    {"diffusion.adoption_path", "147ce722bcb927a3408b89808ac3771a"},
    {"diffusion.levers", "f796dd324c72ab982da9bbde7f32edf7"},
    {"simulate.parameter_draws", "de425024ac633135e636694ac6151460"},
    {"simulate.ensemble", "092105b636f344189ab6637157890acb"},
    {"calibrate.region_effects", "b011228bf588a311054f86b25ba32bf1"},
    {"calibrate.backtest", "9e19bdfe48dd236252b6bff9f5d8c17d"},
    {"calibrate.national", "45e8aa5f9f1f8526a0d684dc93e1bb86"},
    {"calibrate.market_profile", "a45e3ebe85ec87f788004b78ebf67c48"},
}};

inline constexpr std::string_view kExpected = "e49d73a1e593a2375b429125fd05b327";  ///< of all kernels together

}  // namespace tidu::checksum
