// The tables of a store in SQLite, in two groups: permanent ones, which nothing can bring back, and derived
// ones, which are rebuilt from them. Constants; any thread.
#pragma once

#include <cstdint>
#include <span>

#include "engine/store/sqlite/connection.hpp"

namespace yellowsea::store::sqlite {

inline constexpr std::int64_t kApplicationId = 0x59536561;  // "YSea", in the file's header
inline constexpr std::int64_t kSchemaVersion = 6;  // user_version; grows with every release that changes it

struct Table {
  const char* name;
  const char* create;      // with its indexes and triggers, as they were in version `since`
  const char* contents;    // all rows by primary key; only of derived tables
  const char* clear;       // only of derived tables
  std::int64_t since = 1;  // the version of the schema that brought it
};

// What a version changes in tables that were there before; new tables say `since` themselves. Never edited
// once it is released: files of every earlier version go through all that came after it.
struct Change {
  std::int64_t version;
  const char* statements;
};

std::span<const Table> permanent_tables();
std::span<const Table> derived_tables();

// The version of a store's schema, 0 if the file is empty. Throws StoreFailure: malformed (another program's
// database, or none), unavailable (a schema that this program does not know: newer_schema).
std::int64_t schema_of(Connection& connection);

// Brings a file from version `from` (0: empty) to kSchemaVersion, in one transaction: all of it, or the file
// stays as it was. Throws StoreFailure.
void upgrade(Connection& connection, std::int64_t from);

}  // namespace yellowsea::store::sqlite
