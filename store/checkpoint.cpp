// SPDX-License-Identifier: Apache-2.0
#include "store/checkpoint.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/assert.h"
#include "store/disk.h"

namespace tidu::store {
namespace {

namespace fs = std::filesystem;
using diffusion::agents::AgentMemory;
using diffusion::agents::RunIdentity;
using diffusion::agents::Snapshot;

constexpr std::string_view kMagic = "TIDUAGT\n";
constexpr std::size_t kHash = 32;
constexpr std::size_t kHeader = 8 + 8 + kHash + 12 * 8;

// Census, records, states, contacts.
constexpr std::size_t kParts = 4;
using PartSizes = std::array<std::uint64_t, kParts>;

using Hash = std::array<unsigned char, kHash>;

std::string_view chars(const Hash& hash) { return {reinterpret_cast<const char*>(hash.data()), hash.size()}; }
std::string_view chars(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

Hash sha256(std::initializer_list<std::string_view> parts) {
  Hash hash{};
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  bool good = context != nullptr && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  for (const std::string_view part : parts)
    good = good && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  good = good && EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1;
  TIDU_ASSERT(good);
  return hash;
}

void put(std::string& out, std::uint64_t word) {
  for (int b = 0; b < 8; ++b) out += static_cast<char>(word >> (8 * b) & 0xFFU);
}

std::uint64_t get(std::string_view bytes, std::size_t at) {
  std::uint64_t word = 0;
  for (std::size_t b = 8; b-- > 0;) word = word << 8 | static_cast<unsigned char>(bytes[at + b]);
  return word;
}

std::string words_bytes(std::span<const std::uint64_t> words) {
  std::string bytes;
  for (const std::uint64_t word : words) put(bytes, word);
  return bytes;
}

int digit(char c) { return c >= 'a' ? c - 'a' + 10 : c - '0'; }

std::string study_bytes(const std::string& hex) {
  TIDU_ASSERT(hex.size() == 2 * kHash);
  std::string bytes;
  for (std::size_t k = 0; k < hex.size(); k += 2) bytes += static_cast<char>(digit(hex[k]) * 16 + digit(hex[k + 1]));
  return bytes;
}

std::string header_of(const CheckpointRequest& request, const Checkpoint& checkpoint) {
  const Snapshot& snapshot = checkpoint.snapshot;
  std::string header(kMagic);
  put(header, kCheckpointVersion);
  header += study_bytes(request.study_sha256);
  const RunIdentity& run = snapshot.run;
  for (const std::uint64_t word : {run.seed, std::uint64_t{run.replicate}, std::uint64_t{snapshot.step}, run.layout,
                                   run.settings, run.rates, run.agents, std::uint64_t{run.with_contacts ? 1U : 0U},
                                   snapshot.checksum, std::uint64_t{snapshot.census.size()},
                                   std::uint64_t{checkpoint.records.size()}, std::uint64_t{kCheckpointChunk}})
    put(header, word);
  TIDU_ASSERT(header.size() == kHeader);
  return header;
}

/// The bytes behind the header, chunk by chunk, without joining them: calls piece(number of the part, place in it,
/// length, place in the chunk).
template <class Piece>
void for_pieces(const PartSizes& sizes, std::uint64_t begin, std::uint64_t end, Piece piece) {
  std::uint64_t start = 0;
  for (std::size_t p = 0; p < sizes.size(); start += sizes[p], ++p) {
    const std::uint64_t from = std::max(begin, start);
    const std::uint64_t to = std::min(end, start + sizes[p]);
    if (from < to) piece(p, from - start, to - from, from - begin);
  }
}

PartSizes part_sizes(const RunIdentity& run, std::uint64_t census, std::uint64_t records) {
  return {census * 8, records * 8, run.agents, run.with_contacts ? run.agents : 0};
}

std::uint64_t sum(const PartSizes& sizes) { return sizes[0] + sizes[1] + sizes[2] + sizes[3]; }
std::uint64_t chunks_of(const PartSizes& sizes) { return (sum(sizes) + kCheckpointChunk - 1) / kCheckpointChunk; }

Hash chunk_hash(const Hash& header, std::uint64_t number, std::string_view bytes) {
  std::string place;
  put(place, number);
  return sha256({chars(header), place, bytes});
}

}  // namespace

Result<void> write_checkpoint(const CheckpointRequest& request, const Checkpoint& checkpoint, const AgentBytes& bytes) {
  TIDU_ASSERT(checkpoint.records.size() <= kMostCheckpointRecords);
  const Snapshot& snapshot = checkpoint.snapshot;
  const auto sizes = part_sizes(snapshot.run, snapshot.census.size(), checkpoint.records.size());
  const std::string census = words_bytes(snapshot.census);
  const std::string records = words_bytes(checkpoint.records);
  const std::array<std::string_view, kParts> parts{census, records, chars(bytes.state), chars(bytes.contacts)};
  for (std::size_t p = 0; p < parts.size(); ++p) TIDU_ASSERT(parts[p].size() >= sizes[p]);
  auto file = PartialFile::create(request.path);
  if (!file) return tl::unexpected(file.error());
  std::string out = header_of(request, checkpoint);
  const Hash header = sha256({out});
  out += chars(header);
  if (auto done = file->write(out); !done) return done;
  const std::uint64_t all = sum(sizes);
  for (std::uint64_t begin = 0, number = 0; begin < all; begin += kCheckpointChunk, ++number) {
    out.clear();
    for_pieces(sizes, begin, std::min<std::uint64_t>(begin + kCheckpointChunk, all),
               [&](std::size_t p, std::uint64_t at, std::uint64_t length, std::uint64_t) {
                 out += parts[p].substr(at, length);
               });
    out += chars(chunk_hash(header, number, out));
    if (auto done = file->write(out); !done) return done;
  }
  return file->commit();
}

namespace {

/// Reads one checkpoint; the first thing that is wrong ends it.
class CheckpointReader {
 public:
  CheckpointReader(const CheckpointRequest& request, const RunIdentity& wanted, std::uint64_t census_size)
      : request_(request), wanted_(wanted), census_size_(census_size) {}
  CheckpointReader(const CheckpointReader&) = delete;
  CheckpointReader& operator=(const CheckpointReader&) = delete;
  ~CheckpointReader() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  /// All that the header says: format, version, study, the run where it is known, size.
  Result<void> check(bool of_a_run) {
    if (auto done = open_file(); !done) return done;
    if (auto done = read_header(); !done) return done;
    if (of_a_run) {
      if (auto same = diffusion::agents::check_same_run(snapshot_.run, wanted_); !same) return same;
    }
    return check_size(part_sizes(snapshot_.run, census_words_, record_count_));
  }

  Result<Checkpoint> read(const AgentMemory& memory) {
    if (auto done = open_file(); !done) return tl::unexpected(done.error());
    if (auto done = read_header(); !done) return tl::unexpected(done.error());
    if (census_words_ != census_size_ && snapshot_.run.layout == wanted_.layout)
      return refuse(ErrorCode::io, text("store.checkpoint.header"));
    if (auto done = diffusion::agents::check_same_run(snapshot_.run, wanted_); !done)
      return tl::unexpected(done.error());
    if (auto done = read_chunks(memory); !done) return tl::unexpected(done.error());
    return Checkpoint{std::move(snapshot_), std::move(records_)};
  }

 private:
  static tl::unexpected<Error> refuse(ErrorCode code, Text message) {
    return failure(code, std::move(message), text("diffusion.checkpoint.damaged.hint"));
  }

  Result<void> open_file() {
    descriptor_ = open(request_.path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor_ < 0 && errno == ENOENT) {
      return failure(ErrorCode::missing, text("store.checkpoint.missing"), text("store.checkpoint.missing.hint"));
    }
    struct stat found{};
    if (descriptor_ < 0 || fstat(descriptor_, &found) != 0) return unreadable(errno);
    if (!S_ISREG(found.st_mode)) return refuse(ErrorCode::syntax, text("store.checkpoint.format"));
    size_ = static_cast<std::uint64_t>(found.st_size);
    return {};
  }

  static tl::unexpected<Error> unreadable(int number) {
    return refuse(ErrorCode::io, text("store.checkpoint.unreadable", std::strerror(number)));
  }

  /// 0 or the error number; -1 at the end of the file.
  int read_all(char* to, std::size_t length) const {
    while (length > 0) {
      const ssize_t got = ::read(descriptor_, to, length);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return errno;
      if (got == 0) return -1;
      to += got;
      length -= static_cast<std::size_t>(got);
    }
    return 0;
  }

  Result<void> read_header() {
    std::string bytes(kHeader + kHash, '\0');
    const int number = read_all(bytes.data(), bytes.size());
    if (number > 0) return unreadable(number);
    if (!bytes.starts_with(kMagic)) return refuse(ErrorCode::syntax, text("store.checkpoint.format"));
    if (number < 0) return wrong_size(kHeader + kHash);
    const std::uint64_t version = get(bytes, 8);
    if (version != kCheckpointVersion) {
      return refuse(ErrorCode::syntax, text("store.checkpoint.version", std::to_string(version), kCheckpointVersion));
    }
    header_hash_ = sha256({std::string_view(bytes).substr(0, kHeader)});
    if (bytes.substr(kHeader) != chars(header_hash_)) return refuse(ErrorCode::io, text("store.checkpoint.header"));
    return take_header(bytes);
  }

  Result<void> take_header(const std::string& bytes) {
    if (bytes.substr(16, kHash) != study_bytes(request_.study_sha256)) {
      return failure(ErrorCode::domain, text("store.checkpoint.study"), text("diffusion.checkpoint.other.hint"));
    }
    const auto word = [&](std::size_t k) { return get(bytes, 16 + kHash + 8 * k); };
    snapshot_.run = {.seed = word(0),
                     .replicate = static_cast<std::uint16_t>(word(1)),
                     .layout = word(3),
                     .settings = word(4),
                     .rates = word(5),
                     .agents = word(6),
                     .with_contacts = word(7) != 0};
    snapshot_.step = static_cast<std::uint32_t>(word(2));
    snapshot_.checksum = word(8);
    census_words_ = word(9);
    record_count_ = word(10);
    if (record_count_ > kMostCheckpointRecords || word(11) != kCheckpointChunk)
      return refuse(ErrorCode::io, text("store.checkpoint.header"));
    return {};
  }

  tl::unexpected<Error> wrong_size(std::uint64_t wanted) const {
    return refuse(ErrorCode::io, text("store.checkpoint.size", size_, wanted));
  }

  Result<void> check_size(const PartSizes& sizes) const {
    const std::uint64_t wanted = kHeader + kHash + sum(sizes) + chunks_of(sizes) * kHash;
    if (size_ != wanted) return wrong_size(wanted);
    return {};
  }

  Result<void> read_chunks(const AgentMemory& memory) {
    const auto sizes = part_sizes(wanted_, census_size_, record_count_);
    if (auto done = check_size(sizes); !done) return done;
    const std::uint64_t all = sum(sizes);
    const std::uint64_t chunks = chunks_of(sizes);
    std::string census(sizes[0], '\0');
    std::string records(sizes[1], '\0');
    const std::array<char*, kParts> parts{census.data(), records.data(), reinterpret_cast<char*>(memory.state.data()),
                                          reinterpret_cast<char*>(memory.contacts.data())};
    std::string bytes;
    for (std::uint64_t number = 0; number < chunks; ++number) {
      const std::uint64_t begin = number * kCheckpointChunk;
      const std::uint64_t end = std::min<std::uint64_t>(begin + kCheckpointChunk, all);
      bytes.resize(end - begin + kHash);
      const int error = read_all(bytes.data(), bytes.size());
      if (error > 0) return unreadable(error);
      if (error < 0) return wrong_size(kHeader + kHash + all + chunks * kHash);
      const std::string_view chunk = std::string_view(bytes).substr(0, end - begin);
      if (bytes.substr(end - begin) != chars(chunk_hash(header_hash_, number, chunk))) {
        return refuse(ErrorCode::io, text("store.checkpoint.chunk", number + 1, chunks,
                                          kHeader + kHash + number * (kCheckpointChunk + kHash)));
      }
      for_pieces(sizes, begin, end, [&](std::size_t p, std::uint64_t at, std::uint64_t length, std::uint64_t from) {
        std::memcpy(parts[p] + at, chunk.data() + from, length);
      });
    }
    for (std::size_t k = 0; k < census_size_; ++k) snapshot_.census.push_back(get(census, 8 * k));
    for (std::size_t k = 0; k < record_count_; ++k) records_.push_back(get(records, 8 * k));
    return {};
  }

  const CheckpointRequest& request_;
  RunIdentity wanted_;
  std::uint64_t census_size_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
  Hash header_hash_{};
  std::uint64_t census_words_ = 0;
  std::uint64_t record_count_ = 0;
  Snapshot snapshot_;
  std::vector<std::uint64_t> records_;
};

}  // namespace

Diagnostics check_checkpoint(const CheckpointRequest& request, const RunIdentity* wanted) {
  Diagnostics diagnostics;
  CheckpointReader reader(request, wanted != nullptr ? *wanted : RunIdentity{}, 0);
  if (const auto checked = reader.check(wanted != nullptr); !checked)
    diagnostics.add(checked.error(), {.file = request.path.string()});
  return diagnostics;
}

Outcome<Checkpoint> read_checkpoint(const CheckpointRequest& request, const RunIdentity& wanted,
                                    std::uint64_t census_size, const AgentMemory& memory) {
  TIDU_ASSERT(memory.state.size() >= wanted.agents);
  TIDU_ASSERT(!wanted.with_contacts || memory.contacts.size() >= wanted.agents);
  Outcome<Checkpoint> outcome;
  auto checkpoint = CheckpointReader(request, wanted, census_size).read(memory);
  if (checkpoint) {
    outcome.value = std::move(*checkpoint);
  } else {
    outcome.diagnostics.add(checkpoint.error(), {.file = request.path.string()});
  }
  return outcome;
}

}  // namespace tidu::store
