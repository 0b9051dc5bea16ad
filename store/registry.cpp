// SPDX-License-Identifier: Apache-2.0
#include "store/registry.h"

#include <sqlite3.h>

#include <utility>

namespace tidu::store {
namespace {

namespace fs = std::filesystem;

constexpr int kSchema = 1;
constexpr int kPatienceMilliseconds = 10'000;
constexpr const char* kMake =
    "CREATE TABLE IF NOT EXISTS runs (name TEXT PRIMARY KEY, study TEXT NOT NULL, finished TEXT NOT NULL, "
    "version TEXT NOT NULL, seconds REAL NOT NULL, repeats TEXT NOT NULL, manifest TEXT NOT NULL) WITHOUT ROWID";

struct Close {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

tl::unexpected<Error> refused(const fs::path& file, int code, const char* why) {
  const bool damaged = code == SQLITE_NOTADB || code == SQLITE_CORRUPT || code == SQLITE_ERROR;
  return failure(damaged ? ErrorCode::syntax : ErrorCode::io, text("store.registry.refused", file.string(), why),
                 text("store.registry.refused.hint"));
}

Statement prepare(sqlite3* database, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(database, sql, -1, &statement, nullptr);
  return Statement(statement);
}

bool run(sqlite3* database, const char* sql) {
  return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

void bind(sqlite3_stmt* statement, int position, const std::string& value) {
  sqlite3_bind_text(statement, position, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
}

std::string text_at(sqlite3_stmt* statement, int column) {
  const auto* value = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
  return value ? std::string(value, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))) : std::string();
}

/// The version of the tables; 0 in a new file; -1 if it cannot be read.
int schema_of(sqlite3* database) {
  const Statement statement = prepare(database, "PRAGMA user_version");
  return statement && sqlite3_step(statement.get()) == SQLITE_ROW ? sqlite3_column_int(statement.get(), 0) : -1;
}

}  // namespace

struct Registry::State {
  fs::path file;
  Database database;

  tl::unexpected<Error> error() const {
    return refused(file, sqlite3_errcode(database.get()), sqlite3_errmsg(database.get()));
  }
};

Registry::Registry(std::unique_ptr<State> state) : state_(std::move(state)) {}
Registry::Registry(Registry&&) noexcept = default;
Registry& Registry::operator=(Registry&&) noexcept = default;
Registry::~Registry() = default;

Result<Registry> Registry::open(const fs::path& folder) {
  auto state = std::make_unique<State>(State{.file = folder / kRegistryName, .database = nullptr});
  sqlite3* database = nullptr;
  const int opened =
      sqlite3_open_v2(state->file.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  state->database.reset(database);
  if (opened != SQLITE_OK) return state->error();
  sqlite3_busy_timeout(database, kPatienceMilliseconds);
  // two programs may make the tables at once: the second one finds them
  if (!run(database, "BEGIN IMMEDIATE")) return state->error();
  const int schema = schema_of(database);
  if (schema > 0 && schema != kSchema) {
    return failure(ErrorCode::syntax, text("store.registry.version", state->file.string()),
                   text("store.registry.refused.hint"));
  }
  if (!run(database, kMake) || !run(database, ("PRAGMA user_version = " + std::to_string(kSchema)).c_str()) ||
      !run(database, "COMMIT"))
    return state->error();
  return Registry(std::move(state));
}

Result<std::vector<RunRow>> Registry::rows() const {
  const Statement query =
      prepare(state_->database.get(),
              "SELECT name, study, finished, version, seconds, repeats, manifest FROM runs ORDER BY name");
  if (!query) return state_->error();
  std::vector<RunRow> rows;
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(query.get())) == SQLITE_ROW) {
    rows.push_back({.name = text_at(query.get(), 0),
                    .study_id = text_at(query.get(), 1),
                    .finished = text_at(query.get(), 2),
                    .version = text_at(query.get(), 3),
                    .seconds = sqlite3_column_double(query.get(), 4),
                    .repeats = text_at(query.get(), 5),
                    .manifest_sha256 = text_at(query.get(), 6)});
  }
  if (step != SQLITE_DONE) return state_->error();
  return rows;
}

Result<void> Registry::change(const std::vector<RunRow>& put, const std::vector<std::string>& remove) {
  sqlite3* const database = state_->database.get();
  if (!run(database, "BEGIN IMMEDIATE")) return state_->error();
  const auto undo = [&]() -> Result<void> {
    const auto error = state_->error();
    run(database, "ROLLBACK");
    return error;
  };
  const Statement insert = prepare(database, "INSERT OR REPLACE INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)");
  const Statement erase = prepare(database, "DELETE FROM runs WHERE name = ?");
  if (!insert || !erase) return undo();
  for (const RunRow& row : put) {
    int position = 0;
    for (const std::string* value : {&row.name, &row.study_id, &row.finished, &row.version})
      bind(insert.get(), ++position, *value);
    sqlite3_bind_double(insert.get(), ++position, row.seconds);
    for (const std::string* value : {&row.repeats, &row.manifest_sha256}) bind(insert.get(), ++position, *value);
    if (sqlite3_step(insert.get()) != SQLITE_DONE) return undo();
    sqlite3_reset(insert.get());
  }
  for (const std::string& name : remove) {
    bind(erase.get(), 1, name);
    if (sqlite3_step(erase.get()) != SQLITE_DONE) return undo();
    sqlite3_reset(erase.get());
  }
  if (!run(database, "COMMIT")) return undo();
  return {};
}

}  // namespace tidu::store
