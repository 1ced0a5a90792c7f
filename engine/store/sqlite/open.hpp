// Opens a store in one SQLite file.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/store/store.hpp"

namespace yellowsea::store {

// What is kept of a file before its schema is brought to the present version: a copy beside it, named
// FILE.before-schema-N; or nothing, where the file is itself a copy.
enum class BeforeUpgrade { copy, nothing };

// Creates the file and its schema if they are missing (unless `must_exist`), and brings an older schema to
// the present one. Errors: unavailable (cannot be opened, locked, newer schema than this program knows,
// PRAGMA values not taken, no copy before an upgrade), malformed (not a database).
Result<std::unique_ptr<Store>> open_sqlite(const std::string& file, bool must_exist = false,
                                           BeforeUpgrade before = BeforeUpgrade::copy);

// A read-only session of an existing file, also while another process writes to it. Errors: as open_sqlite's,
// and unavailable ("older_schema") for a file that has to be opened for writing first.
Result<std::unique_ptr<Session>> open_sqlite_reader(const std::string& file);

// A consistent copy of an existing file into a new one, also while another process writes to it; the name
// appears only once the copy is complete, on the disk, read again and sound. Errors: unavailable (there is
// one already, no space, damaged).
Result<void> copy_sqlite(const std::string& file, const std::string& copy);

// Reads the whole file and says what is damaged (integrity and references), one sentence each; empty if it is
// sound. Its schema may be an older one. Errors: as open_sqlite's.
Result<std::vector<std::string>> check_sqlite(const std::string& file);

}  // namespace yellowsea::store
