// yellowsea serve: puts the parts together and runs the server until it is told to stop.
#include <sysexits.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "engine/service/backup_keeper.hpp"
#include "engine/service/ledger_key.hpp"
#include "engine/service/people.hpp"
#include "engine/service/writer.hpp"
#include "engine/store/sqlite/open.hpp"
#include "web/action/coverage.hpp"
#include "web/action/openapi_action.hpp"
#include "web/action/pages.hpp"
#include "web/action/progress.hpp"
#include "web/action/public_data.hpp"
#include "web/action/public_pages.hpp"
#include "web/action/survey.hpp"
#include "web/cli/context.hpp"
#include "web/cli/http_client.hpp"
#include "web/cli/listen_address.hpp"
#include "web/cli/serve_settings.hpp"
#include "web/routes/api.hpp"
#include "web/routes/ledger.hpp"
#include "web/routes/meta.hpp"
#include "web/routes/openapi.hpp"
#include "web/server/server.hpp"
#include "web/sign_on/sign_on.hpp"

namespace yellowsea::web {
namespace {

Result<void> print_first_administrator(Installation& installation, const People& people,
                                       const std::string& address) {
  store::Session& session = installation.store().writer();
  if (!session.people().empty()) return {};
  return in_transaction(session, [&]() -> Result<void> {
    const auto link = people.first_administrator_link(session, address);
    if (!link) return Failure(link.error());
    std::cout << "nobody can sign in yet; the first administrator begins here, once, within a day:\n"
              << *link << std::endl;
    return {};
  });
}

Result<std::unique_ptr<LedgerSigner>> ledger_signer(Installation& installation, ServeSettings& settings) {
  // A log that has its name already is asked for another one only if that is configured.
  const bool has_key = has_ledger_key(installation.folder());
  auto key =
      ledger_key(installation.folder(), has_key ? settings.ledger_origin : settings.new_ledger_origin());
  if (!key) return Failure(key.error());
  auto reader = installation.store().reader();
  if (!reader) return Failure(reader.error());
  auto signer = std::make_unique<LedgerSigner>(std::move(*reader), installation.folder(), std::move(*key));
  if (auto sealed = signer->sign_now(); !sealed) return Failure(sealed.error());
  if (!settings.witnesses.empty())
    signer->cosigned_by(WitnessClient(std::move(settings.witnesses), http_exchange));
  return signer;
}

// Closing the database would write to it once more, and what it holds is unknown. What started the program
// starts it again, and it reads the database anew.
[[noreturn]] void end_at_once(const Problem& problem) {
  std::cerr << "yellowsea: ending, because what was written may not be there: " << problem.detail
            << std::endl;
  std::_Exit(EX_IOERR);
}

// None if none are configured.
std::unique_ptr<BackupKeeper> backup_keeper(std::optional<BackupPlan> plan,
                                            const std::filesystem::path& database, const Clock& clock) {
  if (!plan) return nullptr;
  return std::make_unique<BackupKeeper>(
      std::move(*plan),
      [file = database.string()](const std::string& copy) { return store::copy_sqlite(file, copy); }, clock);
}

// What only ACTION has, and which of it reads many rows.
std::vector<ExtraRoute> action_routes() {
  return {{.answer = read_action_openapi},
          {.answer = read_coverage, .looks_back = true, .long_paths = {"/api/v1/coverage"}},
          {.answer = read_progress, .looks_back = true, .long_paths = {"/api/v1/progress"}},
          {.answer = read_public_data, .long_paths = {"/feeds/", "/calendar/", "/data/"}},
          {.answer = read_public_pages, .looks_back = true}};
}

// What the machine's keeper wants to be woken for.
std::vector<Gauge> upkeep_gauges(const std::filesystem::path& database, const BackupKeeper* backups) {
  std::error_code error;
  const auto log = std::filesystem::file_size(database.string() + "-wal", error);
  std::vector<Gauge> gauges{{"yellowsea_write_ahead_bytes", "Size of the database's write-ahead log",
                             error ? 0 : static_cast<std::int64_t>(log)}};
  if (backups == nullptr) return gauges;
  const auto newest = backups->newest();
  gauges.push_back(
      {"yellowsea_newest_backup_seconds", "When the newest backup was made, in seconds since 1970; 0: none",
       newest ? std::chrono::floor<std::chrono::seconds>(*newest).time_since_epoch().count() : 0});
  return gauges;
}

Result<void> serve(CommandContext& context, const std::string& listen) {
  const auto its_pack = load_pack(context);
  if (!its_pack) return Failure(its_pack.error());
  if (auto fit = check_addresses(**its_pack); !fit) return fit;
  auto settings = read_serve_settings(context, **its_pack, listen);
  if (!settings) return Failure(settings.error());
  if (context.data_folder.empty()) context.data_folder = settings->data_folder;

  auto installation = open_installation(context, MissingData::make);
  if (!installation) return Failure(installation.error());
  store::Store& store = (*installation)->store();
  const Pack& pack = (*installation)->pack();
  const Definitions& definitions = (*installation)->definitions();
  auto reader = store.reader();
  if (!reader) return Failure(reader.error());
  auto long_reader = store.reader();
  if (!long_reader) return Failure(long_reader.error());
  const SystemClock clock;
  const People people(pack, clock);
  PasswordWorker passwords;
  LoginThrottle throttle;
  LiveHub live(**reader, pack, definitions, clock);
  Writer writer(
      store, pack, definitions, clock,
      [&live](const std::vector<Recorded>& recorded) { live.publish(recorded); }, end_at_once);
  writer.keep(settings->retention);
  if (auto started = writer.prepare(); !started) return started;
  const auto survey = Survey::make(pack);
  if (!survey) return Failure(survey.error());
  begin_http();
  SignOn sign_on(std::move(settings->providers), http_exchange, clock);
  auto signer = ledger_signer(**installation, *settings);
  if (!signer) return Failure(signer.error());
  const bool demo = (*reader)->setting("demo").value_or("") == "true";
  const OrderedJson meta = meta_json(pack, demo, providers_json(sign_on.providers()));
  std::vector<ExtraRoute> extra = action_routes();
  extra.push_back({ledger_route(**signer)});
  extra.push_back({meta_route(meta)});
  std::vector<ExtraWrite> extra_writes;
  if (*survey != nullptr) {
    extra.push_back({(*survey)->read_route()});
    extra_writes.push_back((*survey)->write_route());
  }
  const auto database = database_file((*installation)->folder());
  const auto backups = backup_keeper(std::move(settings->backups), database, clock);
  ApiOptions options;
  options.allowed_origins = settings->origins;
  options.demo = demo;
  options.meta = meta.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
  options.hidden_pages = hidden_pages(pack);
  options.upload_folder = (*installation)->folder().string();
  options.second_factor = settings->second_factor;
  options.rates = settings->rates;
  options.more_gauges = [&database, &backups] { return upkeep_gauges(database, backups.get()); };
  ApiParts parts{pack, definitions, **reader, writer, people, passwords, throttle, live, clock, options};
  if (!sign_on.providers().empty()) parts.sign_on = &sign_on;
  Api api(std::move(parts), std::move(extra), std::move(extra_writes), std::move(*long_reader));
  auto server = Server::listen(settings->server, api);
  if (!server) return Failure(server.error());
  // All streams that catch up have one turn among the requests, however many they are.
  live.take_turns_by([&server](Turns::Task turn) { (*server)->take_turn("live", std::move(turn)); });
  const std::string address = base_url(settings->server, (*server)->port());
  std::cout << "listening on " << address << std::endl;
  if (auto printed = print_first_administrator(**installation, people, address); !printed) return printed;
  writer.start();
  (*signer)->start();
  if (backups != nullptr) backups->start();
  (*server)->run();
  return {};
}

}  // namespace

void add_serve_command(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("serve", "Serve the installation over HTTP");
  const auto listen = std::make_shared<std::string>();
  command->add_option("--config", context.config_file, "Configuration file")->type_name("FILE");
  command->add_option("--listen", *listen, "Address and port; port 0 picks one")->type_name("ADDR:PORT");
  add_data_option(*command, context);
  add_pack_option(*command, context);
  command->callback([&context, listen] {
    ServerOptions unused;
    if (const auto read = listen->empty() ? Result<void>() : read_listen(*listen, unused); !read) {
      context.exit_code = show_usage(read.error().detail);
      return;
    }
    const auto served = serve(context, *listen);
    context.exit_code = served ? 0 : show(served.error());
  });
}

}  // namespace yellowsea::web
