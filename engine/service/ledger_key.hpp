// The key of an installation's log, in a file of its own in the data folder that only its owner may read,
// outside of the database and of its backups: whoever restores a backup somewhere else does not become this
// log. The key's name is the log's origin; it never changes. Any thread.
#pragma once

#include <filesystem>
#include <string>

#include "engine/ledger/note.hpp"

namespace yellowsea {

inline constexpr const char* ledger_key_file = "ledger.key";

// Reads DIR/ledger.key, or makes it for the log named `origin` ("": "localhost/yellowsea-" and digits of its
// own, so that no two logs share a name). Errors: unavailable ("ledger_key": cannot be read or written),
// malformed (skey), refused ("ledger_origin": the log has another name, or it can't be one).
Result<ledger::SignerKey> ledger_key(const std::filesystem::path& folder, const std::string& origin);
bool has_ledger_key(const std::filesystem::path& folder);

// A secret key from a file, or a new one of that kind and name written into it (0600, never over another).
Result<ledger::SignerKey> read_key_file(const std::filesystem::path& file);
Result<ledger::SignerKey> make_key_file(const std::filesystem::path& file, const std::string& name,
                                        ledger::KeyKind kind);

}  // namespace yellowsea
