// yellowsea ledger verify | export | check
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "engine/calendar/clock.hpp"
#include "engine/service/ledger_export.hpp"
#include "engine/service/ledger_key.hpp"
#include "engine/service/ledger_seal.hpp"
#include "engine/service/ledger_verify.hpp"
#include "engine/service/receipt.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {
namespace {

void say(const std::string& line) { std::cout << line << '\n'; }

int verify(const CommandContext& context) {
  const auto reader = open_reader(context);
  if (!reader) return show(reader.error());
  const LedgerReport report =
      verify_ledger(*(*reader)->session, *(*reader)->pack, (*reader)->definitions, (*reader)->folder);
  for (const LedgerFinding& finding : report.findings)
    std::cerr << "yellowsea: " << finding.where << " " << finding.what << '\n';
  if (report.found > report.findings.size())
    std::cerr << "yellowsea: and " << report.found - report.findings.size() << " more\n";
  if (report.found > 0) {
    std::cerr << "yellowsea: the ledger is broken in " << report.found
              << (report.found == 1 ? " place" : " places") << "; restore a backup\n";
    return 1;
  }
  say("ok: " + std::to_string(report.events) + " events, " + std::to_string(report.items) + " items; root " +
      report.root);
  if (report.signed_size == 0) {
    say("nothing has been signed yet: that the whole history was replaced would not be seen");
  } else {
    say("ok: the first " + std::to_string(report.signed_size) + " events are those that were signed");
  }
  if (report.erased_parts > 0)
    say(std::to_string(report.erased_parts) + " private parts were erased and cannot be checked any more");
  return 0;
}

// The checkpoint to export: what this snapshot holds, signed. Another process may have signed more meanwhile.
Result<ledger::SignedNote> seal_snapshot(InstallationReader& reader, const ledger::SignerKey& key) {
  constexpr int attempts = 5;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    auto note = seal(*reader.session, reader.folder, key);
    if (!note) return note;
    const auto checkpoint = ledger::read_checkpoint(note->text);
    if (!checkpoint) return Failure(checkpoint.error());
    if (checkpoint->size <= static_cast<std::uint64_t>(reader.session->last_seq())) return note;
    reader.session->rollback();
    if (auto begun = reader.session->begin(); !begun) return Failure(begun.error());
  }
  // Nothing but an older database is behind its own checkpoint for so long.
  const auto behind = check_against_checkpoint(*reader.session, reader.folder);
  return behind ? fail(ProblemCode::unavailable, "busy", "the log grows too fast to be exported now")
                : Failure(behind.error());
}

int export_to(const CommandContext& context, const std::string& folder) {
  const auto reader = open_reader(context);
  if (!reader) return show(reader.error());
  const auto key = ledger_key((*reader)->folder, configured_origin(*(*reader)->pack));
  if (!key) return show(key.error());
  const auto note = seal_snapshot(**reader, *key);
  if (!note) return show(note.error());
  const auto exported = export_ledger(*(*reader)->session, *note, key->verifier(), folder);
  if (!exported) return show(exported.error());
  say("exported: " + folder + "; the log's key is " + to_text(key->verifier()));
  return 0;
}

int check(const std::string& file, const std::string& vkey) {
  std::error_code error;
  const bool is_file = std::filesystem::is_regular_file(vkey, error);
  const auto text = is_file ? read_file(vkey) : Result<std::string>(vkey);
  if (!text) return show(text.error());
  const auto key = ledger::read_verifier_key(*text);
  if (!key) {
    std::cerr << "yellowsea: --key: " << key.error().detail << '\n';
    return 2;
  }
  const auto receipt = read_file(file);
  if (!receipt) return show(receipt.error());
  const auto reading = check_receipt(*receipt, *key);
  if (!reading) {
    Problem problem = reading.error();
    problem.detail = file + ": " + problem.detail;
    return show(problem);
  }
  say("ok: " + reading->kind + " '" + reading->id + "', version " + std::to_string(reading->version) +
      (reading->type.empty() ? std::string(", by a timer") : ": " + reading->type) + ", of " + reading->at +
      ", recorded " + reading->recorded_at);
  say("ok: it is entry " + std::to_string(reading->index) + " of the log " + reading->checkpoint.origin +
      " of " + std::to_string(reading->checkpoint.size) + " entries, root " +
      to_hex(reading->checkpoint.root) + ", signed by " + key->name);
  for (const std::string& other : reading->others) say("not checked: a signature of " + other);
  say("not proved: that nobody was shown another log with the same name; compare the root with others'");
  return 0;
}

}  // namespace

std::string configured_origin(const Pack& pack) {
  const Json& configuration = pack.configuration("yellowsea");
  return configuration.is_object() ? configuration.value("ledger_origin", std::string()) : std::string();
}

Result<void> seal_installation(Installation& installation) {
  const auto key = ledger_key(installation.folder(), configured_origin(installation.pack()));
  if (!key) return Failure(key.error());
  auto reader = installation.store().reader();
  if (!reader) return Failure(reader.error());
  try {
    if (auto begun = (*reader)->begin(); !begun) return begun;
    const auto note = seal(**reader, installation.folder(), *key);
    (*reader)->rollback();
    return note ? Result<void>() : Failure(note.error());
  } catch (const store::StoreFailure& failure) {
    return Failure(failure.problem());
  }
}

void add_ledger_commands(CLI::App& app, CommandContext& context) {
  CLI::App* group = app.add_subcommand("ledger", "The log that proves that nobody rewrote it");
  group->require_subcommand(1);

  CLI::App* proof =
      add_command(*group, context, "verify",
                  "Recompute everything from the stored bytes and say where it breaks; also while the "
                  "server runs");
  proof->callback([&context] { context.exit_code = guarded([&] { return verify(context); }); });

  const auto folder = std::make_shared<std::string>();
  CLI::App* files =
      add_command(*group, context, "export",
                  "Write the log as static files (C2SP tlog-tiles) and its key into a folder; also "
                  "while the server runs");
  files->add_option("DIR", *folder, "Folder, new or of an earlier export")->required();
  files->callback(
      [&context, folder] { context.exit_code = guarded([&] { return export_to(context, *folder); }); });

  const auto receipt = std::make_shared<std::string>();
  const auto vkey = std::make_shared<std::string>();
  CLI::App* one = group->add_subcommand("check", "Check a receipt; needs no installation and no network");
  one->add_option("RECEIPT", *receipt, "A receipt's file")->required();
  one->add_option("--key", *vkey, "The log's verifier key, or a file that holds it")
      ->required()
      ->type_name("VKEY");
  one->callback([&context, receipt, vkey] { context.exit_code = check(*receipt, *vkey); });
}

}  // namespace yellowsea::web
