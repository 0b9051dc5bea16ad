// SPDX-License-Identifier: Apache-2.0
// Values of erf(c) and its slope 2/sqrt(pi) exp(-c^2) at c = j/8; computed with 300 bits.
#pragma once

#include "core/base/double_double.h"

namespace tidu::math::detail {

struct ErfNode {
  DoubleDouble value;
  DoubleDouble slope;
};

inline constexpr ErfNode kErfNodes[] = {
    {{0x0.0p+0, 0x0.0p+0}, {0x1.20dd750429b6dp+0, 0x1.1ae3a914fed80p-56}},
    {{0x1.1f5e1a35c3b89p-3, 0x1.d0b6d6493e0f4p-57}, {0x1.1c62fa1e869b6p+0, 0x1.ce6909ad6a1e7p-55}},
    {{0x1.1af54e232d609p-2, -0x1.bee921fa4172bp-56}, {0x1.0f5d1602f7e41p+0, -0x1.3e41778d4b1eep-55}},
    {{0x1.9dd0d2b721f39p-2, -0x1.1671c021d14c4p-56}, {0x1.f5f0cdaf15313p-1, 0x1.dff29f5ad8117p-60}},
    {{0x1.0a7ef5c18edd2p-1, 0x1.5e809f1a31a28p-56}, {0x1.c1efca49a5011p-1, 0x1.4c081d7f49500p-55}},
    {{0x1.3f196dcd0f135p-1, -0x1.f25f4f6fdf70bp-56}, {0x1.86e9694134b9ep-1, -0x1.3bda1314b1d68p-55}},
    {{0x1.6c1c9759d0e5fp-1, 0x1.b1432f2cbc455p-55}, {0x1.492e42d78d2c5p-1, -0x1.8bd386a7ba3f6p-55}},
    {{0x1.91724951b8fc6p-1, -0x1.27912dd352f8bp-55}, {0x1.0cab61f084b93p-1, 0x1.098a511a778e7p-56}},
    {{0x1.af767a741088bp-1, -0x1.c97f778122797p-56}, {0x1.a911f096fbc26p-2, -0x1.086a09f735b33p-56}},
    {{0x1.c6dad2829ec62p-1, -0x1.ab76d4cba3d05p-57}, {0x1.45e99bcbb7915p-2, 0x1.7bcd0125a8155p-56}},
    {{0x1.d8865d98abe01p-1, -0x1.fcec4afb974d9p-55}, {0x1.e4652fadcb6b2p-3, -0x1.e950836901024p-61}},
    {{0x1.e5768c3b4a3fcp-1, 0x1.8b62674f89890p-57}, {0x1.5ce595c455b0ap-3, 0x1.c317415c2c6e1p-59}},
    {{0x1.eea5557137ae0p-1, -0x1.385e445f2c96dp-55}, {0x1.e723726b824a9p-4, -0x1.2203197eea764p-59}},
    {{0x1.f4f693b67bd77p-1, -0x1.3a1ee1406c356p-56}, {0x1.499d478bca735p-4, 0x1.31c41d17378e2p-60}},
    {{0x1.f92d077f8d56dp-1, 0x1.8b55ef493fce7p-56}, {0x1.b055303221015p-5, 0x1.cba9ea60ed019p-59}},
    {{0x1.fbe61eef4cf6ap-1, 0x1.15ded88667618p-55}, {0x1.12ceb37ff9bc3p-5, 0x1.a3b0b09d34761p-59}},
    {{0x1.fd9ae142795e3p-1, 0x1.972801904b9a3p-56}, {0x1.529b9e8cf9a1ep-6, 0x1.b47becf12c4e4p-61}},
    {{0x1.fea4218d6594ap-1, -0x1.e3333d8f7d98cp-58}, {0x1.94624e78e0fafp-7, -0x1.41864737c78ffp-61}},
    {{0x1.ff404760319b4p-1, 0x1.f142071432025p-56}, {0x1.d4143a9dfe965p-8, -0x1.6eec3c35c7ed7p-63}},
    {{0x1.ff9960f3eb327p-1, -0x1.08b1ca6e97f80p-56}, {0x1.06918b6355624p-8, 0x1.21b463b8e3a00p-62}},
    {{0x1.ffcaa8f4c9beap-1, 0x1.b0cee160116f9p-55}, {0x1.1d83170fbf6fbp-9, 0x1.ea3671efbb74ap-63}},
    {{0x1.ffe514bbdc197p-1, -0x1.cd963345b5c6dp-58}, {0x1.2ce898809244ep-10, 0x1.092b45493a9e8p-64}},
    {{0x1.fff2cfb0453d9p-1, 0x1.9a913686042a3p-55}, {0x1.3360ccd23db3ap-11, 0x1.39e15444e9dddp-69}},
    {{0x1.fff9ba420e834p-1, 0x1.1379ec5aa630ep-56}, {0x1.30538fbb77ecdp-12, 0x1.8c5e8c1b3532fp-69}},
    {{0x1.fffd1ac4135f9p-1, 0x1.eeafa1ecd6cefp-55}, {0x1.2408e9ba3327fp-13, -0x1.7e1d81587040cp-67}},
    {{0x1.fffeb3ebb267bp-1, 0x1.e47f697047cbap-57}, {0x1.0f9e1b4dd36dfp-14, -0x1.3fedc80d9c7aep-71}},
    {{0x1.ffff6f9f67e55p-1, 0x1.e1e4483ba034bp-55}, {0x1.e9b5e8d00ce77p-16, -0x1.cbbe2ecd1cfacp-70}},
    {{0x1.ffffc316d9ed0p-1, -0x1.8b32f44f46b3bp-55}, {0x1.abe09e9144b5ep-17, 0x1.308300923fe4bp-71}},
    {{0x1.ffffe710d565ep-1, 0x1.c9ea52d76dc04p-55}, {0x1.6a597219a93dap-18, -0x1.cbf8fbc2cd5cdp-72}},
    {{0x1.fffff618c3da6p-1, -0x1.19309ce23aa3ep-58}, {0x1.296a70f414053p-19, 0x1.036e65808a17dp-74}},
    {{0x1.fffffc2f171e3p-1, 0x1.85edd0395f475p-55}, {0x1.d9371e2ff7c35p-21, 0x1.0aed0951e078dp-75}},
    {{0x1.fffffe92ced93p-1, -0x1.d2db2ecfe14aep-55}, {0x1.6ce1aa3fd7bddp-22, 0x1.bf15b0bc56aabp-80}},
    {{0x1.ffffff7b91176p-1, 0x1.0b2865615db40p-56}, {0x1.10b1488aeb235p-23, -0x1.cd75b4828c0c0p-81}},
    {{0x1.ffffffd169d0cp-1, 0x1.70a2bfb068e6fp-55}, {0x1.8b0cfce0579e0p-25, -0x1.e8bad9967ec2cp-79}},
    {{0x1.fffffff01a8b6p-1, 0x1.23370eca5ca6ap-60}, {0x1.155a09065d4f7p-26, -0x1.7c5d6c7140f80p-81}},
    {{0x1.fffffffabd229p-1, -0x1.4dbe49bec3ef2p-57}, {0x1.7974e743dea3dp-28, -0x1.b6101ddd90bdbp-82}},
    {{0x1.fffffffe4fa30p-1, 0x1.d166bcb681c7bp-57}, {0x1.f1e3523b41d7dp-30, -0x1.7303536c50b37p-84}},
    {{0x1.ffffffff79626p-1, 0x1.5fbc52d650a89p-55}, {0x1.3e44e45301b92p-31, 0x1.1a5c00d13a5f2p-85}},
    {{0x1.ffffffffd759dp-1, 0x1.f7bee7eb23420p-55}, {0x1.8a61745ec7d1dp-33, 0x1.9d509f787b50ep-88}},
    {{0x1.fffffffff4188p-1, 0x1.7a2cb3d056eacp-55}, {0x1.d9a880f306bd8p-35, -0x1.fbec4689ff1dap-94}},
    {{0x1.fffffffffc9e8p-1, -0x1.a759f7738935fp-56}, {0x1.13af4f04f9998p-36, -0x1.0532e647cd418p-90}},
    {{0x1.ffffffffff11ap-1, -0x1.3eafccbc6e8b7p-56}, {0x1.370ab8327af5ep-38, -0x1.1cdf083ee84bcp-92}},
    {{0x1.ffffffffffc05p-1, 0x1.07ba96a6b2e1ap-55}, {0x1.5422ef5d8949dp-40, 0x1.ff62258857350p-96}},
    {{0x1.ffffffffffef8p-1, 0x1.14be6226402c7p-56}, {0x1.68823e52970bep-42, 0x1.24038ae49efbdp-98}},
    {{0x1.fffffffffffbep-1, -0x1.182b326b228dcp-55}, {0x1.7258610b3b233p-44, -0x1.60bc7761ca394p-101}},
    {{0x1.ffffffffffff0p-1, -0x1.20ef3618f2d54p-56}, {0x1.70beaf9c7ffb6p-46, -0x1.b0d0718f5cfd3p-103}},
    {{0x1.ffffffffffffcp-1, 0x1.8115fd1b12786p-56}, {0x1.63daf8b4b1e0cp-48, 0x1.f38800a69fe98p-105}},
    {{0x1.fffffffffffffp-1, 0x1.0439397b5f70ap-56}, {0x1.4cd9c04158cd7p-50, 0x1.533947579e54dp-104}},
    {{0x1.0000000000000p+0, -0x1.8cf81557d20b6p-56}, {0x1.2dc119095729fp-52, -0x1.1566d13fe4564p-106}},
};

/// zeta(k) / k for k = 2, 3, ...: lgamma(1 + e) = -gamma e + sum_k (-e)^k zeta(k) / k.
inline constexpr DoubleDouble kZetaOverK[] = {
    {0x1.a51a6625307d3p-1, 0x1.1873d8912200cp-56},  {0x1.9a4d55beab2d7p-2, -0x1.4c26d1b465993p-59},
    {0x1.151322ac7d848p-2, 0x1.b5f91211196e5p-57},  {0x1.a8b9c17aa6149p-3, 0x1.2e826a4fdae1ap-58},
    {0x1.5b40cb100c306p-3, 0x1.4a79940f15696p-59},  {0x1.2703a1dcea3aep-3, 0x1.6307fd0794ac4p-57},
    {0x1.010b36af86397p-3, -0x1.741a635b224a6p-59}, {0x1.c806706d57db4p-4, 0x1.56aa806fdd3eep-58},
    {0x1.9a01e385d5f8fp-4, 0x1.813418f3768cdp-59},  {0x1.748c33114c6d6p-4, 0x1.ea57624080720p-61},
    {0x1.556ad63243bc4p-4, 0x1.5de8580fae81dp-62},  {0x1.3b1d971fc5985p-4, -0x1.e58607e493dfdp-59},
    {0x1.2496df8320c5fp-4, 0x1.cf4b4ae040be8p-58},  {0x1.11133476e7fe0p-4, 0x1.dc9a4ff396ee3p-59},
    {0x1.00010064cdeb2p-4, 0x1.7879d0156affep-59},  {0x1.e1e2d311e8abdp-5, -0x1.8d2a110ce956bp-59},
    {0x1.c71ce3a20b419p-5, -0x1.be9617d035b06p-59}, {0x1.af28a1b5688a0p-5, 0x1.74741e885fefbp-59},
    {0x1.9999b3352d5bap-5, 0x1.4951b4c6be56dp-62},  {0x1.86186db77bfbfp-5, 0x1.6dedef1f58778p-59},
    {0x1.745d1d1778df9p-5, 0x1.02b8fe0a898e7p-61},  {0x1.642c88591b66dp-5, -0x1.1074551cafc60p-59},
    {0x1.555556aaafdcdp-5, 0x1.54a05fce04ef6p-59},  {0x1.47ae151eb9fb7p-5, 0x1.d038d4d4653c2p-59},
    {0x1.3b13b189d925ep-5, 0x1.f4ad5a89f860cp-59},  {0x1.2f684c00002bcp-5, 0x1.055a3ba5e6a12p-59},
    {0x1.24924936db7bcp-5, 0x1.f2631c34f2cbcp-59},  {0x1.1a7b961a7b9aap-5, -0x1.e116d2f11b9bcp-59},
    {0x1.111111155556dp-5, -0x1.527ce242d7c8fp-59}, {0x1.08421086318cep-5, -0x1.1db4d8fcae8c6p-59},
    {0x1.0000000100002p-5, 0x1.b8fd913d3546ap-59},  {0x1.f07c1f08ba2eap-6, 0x1.31bb2e9036633p-60},
    {0x1.e1e1e1e25a5a6p-6, 0x1.3e46eaa03f9ccp-61},  {0x1.d41d41d457c58p-6, -0x1.0600661f0f0e3p-62},
    {0x1.c71c71c738e39p-6, -0x1.d93a55599cf57p-63}, {0x1.bacf914c29837p-6, 0x1.797fe7c73f29ap-60},
    {0x1.af286bca21af3p-6, -0x1.df4d835f028bdp-60}, {0x1.a41a41a41d89ep-6, -0x1.d6bf77cbc25c7p-60},
    {0x1.999999999b333p-6, 0x1.9ad0584412591p-61},  {0x1.8f9c18f9c2577p-6, -0x1.766fd061292d7p-60},
    {0x1.8618618618c31p-6, -0x1.e77d97e1c5a45p-61}, {0x1.7d05f417d08eep-6, 0x1.1dcf2bd1488c1p-61},
    {0x1.745d1745d18bap-6, 0x1.7460941753bf5p-61},  {0x1.6c16c16c16ccdp-6, -0x1.9998769b89af0p-61},
};

/// B(2k) / (2k (2k - 1)): the coefficients of Stirling's series.
inline constexpr double kStirling[] = {
    0x1.5555555555555p-4,  -0x1.6c16c16c16c17p-9,  0x1.a01a01a01a01ap-11, -0x1.3813813813814p-11,
    0x1.b951e2b18ff23p-11, -0x1.f6ab0d9993c7dp-10, 0x1.a41a41a41a41ap-8,  -0x1.e4286cb0f5398p-6,
    0x1.6fe96381e0680p-3,  -0x1.6476701181f3ap+0,  0x1.ace44322ce006p+3,  -0x1.39b2525cccc1bp+7,
};

}  // namespace tidu::math::detail
