// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/diagnostic.h"
#include "core/diffusion/agents/agents.h"

namespace tidu::store {

// The file of a checkpoint, all numbers little-endian:
//
//   header   "TIDUAGT\n", version, SHA-256 of the study (32 bytes), seed, replicate, step, hashes of layout, settings
//   and
//            rates, agents, with contacts (0 or 1), checksum of the agents, census words, words of the caller's
//            records, chunk size: 8 bytes each; then the SHA-256 of all that
//   chunks   the census, the records, the states and the contacts one after another, cut into pieces of 1 MiB; after
//            each piece the SHA-256 of (hash of the header, number of the chunk in 8 bytes, the piece): a piece of
//            another file or of another place is found as well
//
// Two bytes an agent and 32 a chunk.

inline constexpr std::uint64_t kCheckpointVersion = 2;
inline constexpr std::size_t kCheckpointChunk = std::size_t{1} << 20;

/// Records that a checkpoint may hold: more are damage.
inline constexpr std::uint64_t kMostCheckpointRecords = std::uint64_t{1} << 24;

/// Bytes of agents as they stand in an AgentMemory; contacts may be empty.
struct AgentBytes {
  std::span<const std::uint8_t> state;
  std::span<const std::uint8_t> contacts;
};

struct CheckpointRequest {
  std::filesystem::path path;
  std::string study_sha256;  ///< 64 hexadecimal digits: of what the run is made from
};

/// A run as it was kept: what its agents go on from, and what the caller had written down until then.
struct Checkpoint {
  diffusion::agents::Snapshot snapshot;
  std::vector<std::uint64_t> records;  ///< the caller's words, at most kMostCheckpointRecords
};

/// Writes "<path>.partial" and gives it its name once the disk has it, in the place of an older checkpoint.
/// errors  io: no space, no permission, ...; the older checkpoint is then still there
Result<void> write_checkpoint(const CheckpointRequest& request, const Checkpoint& checkpoint, const AgentBytes& bytes);

/// Whether a file is a checkpoint of the study, as far as its header and its size say: before the run is known that it
/// belongs to, or with the run once that is known. Reads 176 bytes.
/// errors  those of read_checkpoint but .chunk, and without `wanted` but check_same_run
Diagnostics check_checkpoint(const CheckpointRequest& request, const diffusion::agents::RunIdentity* wanted = nullptr);

/// Reads a checkpoint of the run `wanted` into its memory; Agents::resume() goes on from there. The file is trusted in
/// nothing: what it says must be what the run has before a byte of the agents is read.
/// errors  store.checkpoint.missing (missing), .unreadable (io), .format (syntax: no checkpoint), .version (syntax: of
///         another version of Tidu), .header (io: damaged), .study (domain), check_same_run (domain), .size (io: cut
///         off or longer), .chunk (io: damaged, with the place of the chunk). After an error the memory may hold
///         anything.
Outcome<Checkpoint> read_checkpoint(const CheckpointRequest& request, const diffusion::agents::RunIdentity& wanted,
                                    std::uint64_t census_size, const diffusion::agents::AgentMemory& memory);

}  // namespace tidu::store
