#include "engine/service/ledger_key.hpp"

#include "engine/base/hash.hpp"
#include "engine/base/signature.hpp"
#include "engine/service/durable_file.hpp"

namespace yellowsea {
namespace {

Problem in_file(Problem problem, const std::filesystem::path& file) {
  problem.detail = file.string() + ": " + problem.detail;
  return problem;
}

// Whoever forgets to name the log still gets a name that no other has.
std::string own_name() {
  constexpr std::size_t name_bytes = 6;
  return "localhost/yellowsea-" + to_hex(random_bytes(name_bytes));
}

}  // namespace

bool has_ledger_key(const std::filesystem::path& folder) {
  std::error_code error;
  return std::filesystem::exists(folder / ledger_key_file, error);
}

Result<ledger::SignerKey> read_key_file(const std::filesystem::path& file) {
  const auto text = read_whole_file(file, ledger::max_note_bytes);
  if (!text) return Failure(text.error());
  auto key = ledger::read_signer_key(*text);
  if (!key) return Failure(in_file(key.error(), file));
  return key;
}

Result<ledger::SignerKey> make_key_file(const std::filesystem::path& file, const std::string& name,
                                        ledger::KeyKind kind) {
  if (!ledger::is_key_name(name)) {
    return fail(
        ProblemCode::refused, "ledger_origin",
        "'" + name + "' can't be the name of a key: it may have no space, no '+' and must not be empty");
  }
  ledger::SignerKey key{name, kind, random_bytes(ed25519_seed_bytes)};
  if (auto written = write_new_file(file, secret_text(key) + "\n"); !written) return Failure(written.error());
  return key;
}

Result<ledger::SignerKey> ledger_key(const std::filesystem::path& folder, const std::string& origin) {
  const std::filesystem::path file = folder / ledger_key_file;
  if (!has_ledger_key(folder))
    return make_key_file(file, origin.empty() ? own_name() : origin, ledger::KeyKind::ed25519);
  auto key = read_key_file(file);
  if (!key) return key;
  if (!origin.empty() && key->name != origin) {
    return fail(ProblemCode::refused, "ledger_origin",
                "the configuration names the log '" + origin + "', but its key " + file.string() +
                    " is of the log '" + key->name + "': a log keeps its name; set ledger_origin to it");
  }
  return key;
}

}  // namespace yellowsea
