// yellowsea doctor, backup, restore
#include <fcntl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>
#include <memory>

#include "engine/calendar/clock.hpp"
#include "engine/ledger/merkle.hpp"
#include "engine/service/attachments.hpp"
#include "engine/service/erase.hpp"
#include "engine/service/ledger_seal.hpp"
#include "engine/service/rebuild.hpp"
#include "engine/store/sqlite/open.hpp"
#include "web/cli/context.hpp"

namespace yellowsea::web {
namespace {

namespace fs = std::filesystem;

void say(const std::string& line) { std::cout << line << '\n'; }

Result<fs::path> existing_database(const CommandContext& context) {
  const auto pack = load_pack(context);
  if (!pack) return Failure(pack.error());
  const fs::path file = database_file(data_folder(context, **pack));
  std::error_code error;
  if (fs::exists(file, error)) return file;
  return fail(ProblemCode::malformed, "file",
              file.parent_path().string() + ": there is no installation in this folder (--data)");
}

// Every entry must be what its leaf was made of. Returns how many are not.
std::size_t wrong_leaves(store::Session& session) {
  std::size_t wrong = 0;
  session.each_event(0, session.last_seq(), [&](const store::EventRow& row) {
    const Digest leaf = ledger::leaf_hash(row.entry);
    if (row.leaf == std::string_view(reinterpret_cast<const char*>(leaf.data()), leaf.size())) return true;
    ++wrong;
    say("to mend: event " + std::to_string(row.seq) + " of " + row.kind + " '" + row.id +
        "' is not what the ledger says; restore a backup");
    return true;
  });
  return wrong;
}

Result<bool> check_derived(Installation& installation, bool rebuild_them) {
  store::Session& writer = installation.store().writer();
  const auto comparison = compare_with_rebuild(writer, installation.pack(), installation.definitions());
  if (!comparison) return Failure(comparison.error());
  const auto& made = comparison->rebuilt;
  const std::string numbers = std::to_string(made.events) + " events, " + std::to_string(made.items) +
                              " items, " + std::to_string(made.timers) + " timers";
  if (comparison->equal() && !rebuild_them) {
    say("ok: what is derived equals what the events say (" + numbers + ")");
    return true;
  }
  if (!rebuild_them) {
    say("to mend: what is derived differs from what the events say (" + std::to_string(comparison->missing) +
        " rows missing, " + std::to_string(comparison->surplus) +
        " too many); run 'yellowsea doctor --rebuild'");
    for (const std::string& row : comparison->examples) say("  " + row);
    return false;
  }
  const auto rebuilt = in_transaction(writer, [&]() -> Result<void> {
    const auto report = rebuild(writer, installation.pack(), installation.definitions());
    return report ? Result<void>() : Failure(report.error());
  });
  if (!rebuilt) return Failure(rebuilt.error());
  say("rebuilt: " + numbers + "; " + std::to_string(comparison->missing + comparison->surplus) +
      " rows differed");
  return true;
}

int doctor(const CommandContext& context, bool rebuild_them) {
  const auto file = existing_database(context);
  if (!file) return show(file.error());
  const auto damages = store::check_sqlite(file->string());
  if (!damages) return show(damages.error());
  for (const std::string& damage : *damages) say("to mend: " + file->string() + ": " + damage);
  // Derived tables may be the damaged ones: a rebuild may still help. Otherwise nothing more can be said.
  if (damages->empty()) say("ok: the file " + file->string() + " is sound");
  if (!damages->empty() && !rebuild_them) {
    say("to mend: run 'yellowsea doctor --rebuild'; if that does not help, restore a backup");
    return 1;
  }
  auto installation = open_installation(context, MissingData::refuse);
  if (!installation) {
    const bool in_use = installation.error().rule == "data_in_use";
    if (!in_use || rebuild_them) return show(installation.error());
    say("not checked: what is derived, since " + installation.error().detail);
    return 0;
  }
  const std::size_t wrong = wrong_leaves((*installation)->store().writer());
  if (wrong == 0) say("ok: every event is what the ledger says");
  const auto parts = damaged_private_parts((*installation)->store().writer());
  for (const std::string& damage : parts) say("to mend: " + damage + "; restore a backup");
  const auto files = damaged_attachments((*installation)->store().writer());
  for (const std::string& damage : files) say("to mend: " + damage + "; restore a backup");
  if (files.empty()) say("ok: every attachment is what its name says");
  const auto derived = check_derived(**installation, rebuild_them);
  if (!derived) return show(derived.error());
  if (rebuild_them && !damages->empty()) {
    const auto after = store::check_sqlite(file->string());
    if (!after || !after->empty()) {
      say("to mend: the file is still damaged; restore a backup");
      return 1;
    }
  }
  return wrong == 0 && parts.empty() && files.empty() && *derived ? 0 : 1;
}

int backup(const CommandContext& context, const std::string& target) {
  const auto file = existing_database(context);
  if (!file) return show(file.error());
  if (auto copied = store::copy_sqlite(file->string(), target); !copied) return show(copied.error());
  say("backup: " + target);
  return 0;
}

Result<void> check_backup(const std::string& file) {
  const auto damages = store::check_sqlite(file);
  if (!damages) return Failure(damages.error());
  if (!damages->empty()) return fail(ProblemCode::malformed, "damaged", file + ": " + damages->front());
  return {};
}

// A backup may be of an earlier yellowsea: its copy is brought to the present schema, the backup stays.
Result<void> make_ready(const fs::path& copy, const std::string& source, const Pack& pack) {
  const auto store = store::open_sqlite(copy.string(), true, store::BeforeUpgrade::nothing);
  if (!store) return Failure(store.error());
  const auto definitions = Definitions::load((*store)->writer(), pack, Instant{}, false);
  if (definitions) return {};
  Problem problem = definitions.error();
  problem.detail = source + ": " + problem.detail;
  return Failure(std::move(problem));
}

Failure failed(const fs::path& path, const std::error_code& error) {
  return fail(ProblemCode::unavailable, "cannot_open", path.string() + ": " + error.message());
}

// A write-ahead log that belongs to the old file must never meet the new one.
Result<void> put_away(const fs::path& database) {
  std::error_code error;
  {
    const auto old = store::open_sqlite(database.string(), true);
    if (old) static_cast<void>((*old)->tidy());
  }
  const fs::path kept = database.string() + ".replaced";
  fs::remove(kept, error);
  fs::create_hard_link(database, kept, error);
  if (error) return failed(kept, error);
  for (const char* suffix : {"-wal", "-shm"}) {
    const fs::path part = database.string() + suffix;
    if (!fs::exists(part, error)) continue;
    fs::rename(part, kept.string() + suffix, error);
    if (error) return failed(part, error);
  }
  return {};
}

// The files that SQLite keeps beside a database while it is open.
void remove_parts(const fs::path& database) {
  std::error_code ignored;
  for (const char* suffix : {"-wal", "-shm"}) fs::remove(database.string() + suffix, ignored);
}

void remove_database(const fs::path& database) {
  std::error_code ignored;
  fs::remove(database, ignored);
  remove_parts(database);
}

Result<void> sync_folder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (synced) return {};
  return fail(ProblemCode::unavailable, "sync_failed",
              folder.string() + ": the disk did not confirm the new file");
}

// Others have seen what this installation signed: an older history can only go on as another log.
enum class Behind { refuse, begin_new_log };

Result<void> meet_checkpoint(const fs::path& folder, const fs::path& copy, Behind behind) {
  const auto reader = store::open_sqlite_reader(copy.string());
  if (!reader) return Failure(reader.error());
  auto goes_on = check_against_checkpoint(**reader, folder);
  if (goes_on || behind == Behind::refuse) return goes_on;
  const std::string now = format_instant(SystemClock().now());
  return begin_new_log(folder, now.substr(0, now.find('T')));
}

Result<void> restore_into(const fs::path& folder, const std::string& source, const Pack& pack,
                          Behind behind) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return failed(folder, error);
  const auto lock = store::LockFile::take(folder.string());
  if (!lock) return Failure(lock.error());
  if (auto sound = check_backup(source); !sound) return sound;
  const fs::path database = database_file(folder);
  const fs::path copy = database.string() + ".restored";
  remove_database(copy);  // of a restore that was interrupted
  if (auto copied = store::copy_sqlite(source, copy.string()); !copied) return copied;
  auto ready = make_ready(copy, source, pack);
  if (ready) ready = meet_checkpoint(folder, copy, behind);
  if (!ready) {
    remove_database(copy);
    return ready;
  }
  // Whoever wrote has closed it, which empties its write-ahead log; who read last left an empty one.
  const fs::path log = copy.string() + "-wal";
  if (fs::exists(log, error) && fs::file_size(log, error) > 0)
    return fail(ProblemCode::internal, "restore", log.string() + ": was not emptied");
  remove_parts(copy);
  if (fs::exists(database, error)) {
    if (auto away = put_away(database); !away) return away;
  }
  fs::rename(copy, database, error);
  if (error) return failed(database, error);
  return sync_folder(folder);
}

int restore(const CommandContext& context, const std::string& source, Behind behind) {
  const auto pack = load_pack(context);
  if (!pack) return show(pack.error());
  const fs::path folder = data_folder(context, **pack);
  std::error_code error;
  if (!fs::is_regular_file(source, error)) {
    return show({ProblemCode::malformed, "file", source + ": there is no such file", {}, Json::object()});
  }
  const fs::path database = database_file(folder);
  const bool replaces = fs::exists(database, error);
  if (auto restored = restore_into(folder, source, **pack, behind); !restored) return show(restored.error());
  say("restored: " + database.string() +
      (replaces ? "; what was there before is in " + database.string() + ".replaced" : ""));
  return 0;
}

}  // namespace

void add_upkeep_commands(CLI::App& app, CommandContext& context) {
  CLI::App* check = add_command(app, context, "doctor", "Check an installation and say what to mend");
  const auto rebuild_them = std::make_shared<bool>(false);
  check->add_flag("--rebuild", *rebuild_them, "Make everything that is derived anew from the events");
  check->callback([&context, rebuild_them] {
    context.exit_code = guarded([&] { return doctor(context, *rebuild_them); });
  });

  const auto file = std::make_shared<std::string>();
  CLI::App* save =
      add_command(app, context, "backup", "Copy the data into one file; also while the server runs");
  save->add_option("FILE", *file, "New file")->required();
  save->callback([&context, file] { context.exit_code = guarded([&] { return backup(context, *file); }); });

  CLI::App* back = add_command(app, context, "restore", "Check a backup and put it in the place of the data");
  back->add_option("FILE", *file, "A backup")->required();
  const auto older = std::make_shared<bool>(false);
  back->add_flag(
      "--behind-checkpoint", *older,
      "Also a backup that is older than what was signed: the log then goes on as a new one, with a new "
      "key and a name that says so");
  back->callback([&context, file, older] {
    const Behind behind = *older ? Behind::begin_new_log : Behind::refuse;
    context.exit_code = guarded([&] { return restore(context, *file, behind); });
  });
}

}  // namespace yellowsea::web
