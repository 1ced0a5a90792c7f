// The tables of a store in SQLite, in two groups: permanent ones, which nothing can bring back, and derived
// ones, which are rebuilt from them. Constants; any thread.
#pragma once

#include <cstdint>
#include <span>

#include "engine/store/sqlite/connection.hpp"

namespace yellowsea::store::sqlite {

inline constexpr std::int64_t kApplicationId = 0x59536561;  // "YSea", in the file's header
inline constexpr std::int64_t kSchemaVersion = 1;           // user_version; grows with every change below

struct Table {
  const char* name;
  const char* create;    // with its indexes and triggers
  const char* contents;  // all rows by primary key; only of derived tables
  const char* clear;     // only of derived tables
};

std::span<const Table> permanent_tables();
std::span<const Table> derived_tables();

// True if the file is a store that this program knows, false if it is empty. Throws StoreFailure: malformed
// (another program's database, or none), unavailable (a schema that this program does not know).
bool is_store(Connection& connection);

// Makes all tables of an empty file, in one transaction. Throws StoreFailure.
void create_tables(Connection& connection);

}  // namespace yellowsea::store::sqlite
