// yellowsea serve: puts the parts together and runs the server until it is told to stop.
#include <sysexits.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "engine/base/json_read.hpp"
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
#include "web/routes/api.hpp"
#include "web/routes/ledger.hpp"
#include "web/routes/meta.hpp"
#include "web/server/server.hpp"

namespace yellowsea::web {
namespace {

Failure wrong(const std::string& where, const std::string& why) {
  return fail(ProblemCode::malformed, "configuration", where + ": " + why);
}

// The default configuration, with the members of --config over it.
Result<Json> configuration(const CommandContext& context, const Pack& pack) {
  Json settings =
      pack.configuration("yellowsea").is_object() ? pack.configuration("yellowsea") : Json::object();
  if (context.config_file.empty()) return settings;
  const auto text = read_file(context.config_file);
  if (!text) return Failure(text.error());
  const auto json = read_json(*text);
  if (!json) {
    const auto& place = json.error().place;
    return wrong(context.config_file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column),
                 json.error().detail);
  }
  if (!json->is_object()) return wrong(context.config_file, "the configuration must be an object");
  for (const auto& [name, value] : json->items()) {
    static const std::vector<std::string> known{"backups",       "data", "languages",       "ledger_origin",
                                                "listen",        "name", "origins",         "rates",
                                                "second_factor", "tls",  "trusted_proxies", "witnesses"};
    if (std::find(known.begin(), known.end(), name) == known.end())
      return wrong(context.config_file, "'" + name + "' is no setting");
    settings[name] = value;
  }
  return settings;
}

std::vector<std::string> texts(const Json& settings, const char* name) {
  std::vector<std::string> list;
  const Json values = settings.value(name, Json::array());
  for (const Json& value : values) {
    if (value.is_string()) list.push_back(value.get<std::string>());
  }
  return list;
}

// {"certificate": FILE, "key": FILE}, both or none.
Result<void> read_tls(const Json& settings, ServerOptions& options) {
  const Json tls = settings.value("tls", Json());
  if (tls.is_null()) return {};
  const auto text = [&](const char* name) {
    const Json value = tls.is_object() ? tls.value(name, Json()) : Json();
    return value.is_string() ? value.get<std::string>() : std::string();
  };
  options.certificate = text("certificate");
  options.private_key = text("key");
  if (options.certificate.empty() || options.private_key.empty() || tls.size() != 2)
    return wrong("tls", "must be {\"certificate\": FILE, \"key\": FILE}");
  return {};
}

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

// The log has the configured name, or that of the first public address.
std::string origin_of(const Json& settings) {
  const auto named = settings.value("ledger_origin", std::string());
  const auto addresses = texts(settings, "origins");
  if (!named.empty() || addresses.empty()) return named;
  const std::size_t host = addresses.front().find("://");
  return host == std::string::npos ? addresses.front() : addresses.front().substr(host + 3);
}

bool is_organisation(const Pack& pack, const std::string& id) {
  const auto& all = pack.organisations();
  return std::any_of(all.begin(), all.end(), [&](const Organisation& each) { return each.id == id; });
}

// [{"url", "vkey", "organisation"}]: who is asked to cosign the log's checkpoints.
Result<std::vector<WitnessAddress>> witnesses_of(const Json& settings, const Pack& pack) {
  std::vector<WitnessAddress> witnesses;
  const Json list = settings.value("witnesses", Json::array());
  if (!list.is_array()) return wrong("witnesses", "must be a list");
  for (const Json& each : list) {
    const std::string where = "witnesses/" + std::to_string(witnesses.size());
    const Json url = each.is_object() ? each.value("url", Json()) : Json();
    const Json vkey = each.is_object() ? each.value("vkey", Json()) : Json();
    const Json owner = each.is_object() ? each.value("organisation", Json("")) : Json("");
    if (!url.is_string() || !vkey.is_string()) return wrong(where, "must have the texts 'url' and 'vkey'");
    auto key = ledger::read_verifier_key(vkey.get<std::string>());
    if (!key) return wrong(where + "/vkey", key.error().detail);
    if (key->kind != ledger::KeyKind::cosignature)
      return wrong(where + "/vkey", "is not a witness's key, but one of a log");
    const std::string organisation = owner.is_string() ? owner.get<std::string>() : " ";
    if (!organisation.empty() && !is_organisation(pack, organisation))
      return wrong(where + "/organisation", "is none of the pack's organisations");
    witnesses.push_back({std::move(*key), url.get<std::string>(), organisation});
  }
  return witnesses;
}

Result<std::unique_ptr<LedgerSigner>> ledger_signer(Installation& installation, const Json& settings) {
  const bool has_key = has_ledger_key(installation.folder());
  // A log that has its name already is asked for another one only if that is configured.
  const std::string origin = has_key ? settings.value("ledger_origin", std::string()) : origin_of(settings);
  auto key = ledger_key(installation.folder(), origin);
  if (!key) return Failure(key.error());
  auto reader = installation.store().reader();
  if (!reader) return Failure(reader.error());
  auto signer = std::make_unique<LedgerSigner>(std::move(*reader), installation.folder(), std::move(*key));
  if (auto sealed = signer->sign_now(); !sealed) return Failure(sealed.error());
  auto witnesses = witnesses_of(settings, installation.pack());
  if (!witnesses) return Failure(witnesses.error());
  if (!witnesses->empty()) signer->cosigned_by(WitnessClient(std::move(*witnesses), http_post));
  return signer;
}

// Closing the database would write to it once more, and what it holds is unknown. What started the program
// starts it again, and it reads what is really there.
[[noreturn]] void end_at_once(const Problem& problem) {
  std::cerr << "yellowsea: ending, because what was written may not be there: " << problem.detail
            << std::endl;
  std::_Exit(EX_IOERR);
}

// None if none are configured.
Result<std::unique_ptr<BackupKeeper>> backup_keeper(const Json& settings,
                                                    const std::filesystem::path& database,
                                                    const Clock& clock) {
  auto plan = read_backup_plan(settings.value("backups", Json()));
  if (!plan) return Failure(plan.error());
  if (!*plan) return std::unique_ptr<BackupKeeper>();
  return std::make_unique<BackupKeeper>(
      std::move(**plan),
      [file = database.string()](const std::string& copy) { return store::copy_sqlite(file, copy); }, clock);
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
  const auto pack = load_pack(context);
  if (!pack) return Failure(pack.error());
  const auto settings = configuration(context, **pack);
  if (!settings) return Failure(settings.error());
  if (context.data_folder.empty())
    context.data_folder = settings->value("data", std::string("var/yellowsea"));
  ServerOptions options;
  if (auto read = read_listen(
          listen.empty() ? settings->value("listen", std::string("127.0.0.1:8080")) : listen, options);
      !read)
    return read;
  options.trusted_proxies = texts(*settings, "trusted_proxies");
  if (auto read = read_tls(*settings, options); !read) return read;
  const auto rates = read_rate_rules(settings->value("rates", Json()));
  if (!rates) return Failure(rates.error());

  auto installation = open_installation(context, MissingData::make);
  if (!installation) return Failure(installation.error());
  auto reader = (*installation)->store().reader();
  if (!reader) return Failure(reader.error());
  const SystemClock clock;
  const People people((*installation)->pack(), clock);
  PasswordWorker passwords;
  LoginThrottle throttle;
  LiveHub live(**reader, (*installation)->pack(), (*installation)->definitions());
  Writer writer((*installation)->store(), (*installation)->pack(), (*installation)->definitions(), clock,
                [&live](const std::vector<Recorded>& recorded) { live.publish(recorded); }, end_at_once);
  if (auto started = writer.prepare(); !started) return started;
  const auto survey = Survey::make((*installation)->pack());
  if (!survey) return Failure(survey.error());
  auto signer = ledger_signer(**installation, *settings);
  if (!signer) return Failure(signer.error());
  const bool demo = (*reader)->setting("demo").value_or("") == "true";
  std::vector<ExtraRoute> extra{ledger_route(**signer), meta_route((*installation)->pack(), demo),
                                read_coverage,          read_progress,
                                read_public_pages,      read_public_data,
                                read_action_openapi};
  std::vector<ExtraWrite> extra_writes;
  if (*survey != nullptr) {
    extra.push_back((*survey)->read_route());
    extra_writes.push_back((*survey)->write_route());
  }
  const auto database = database_file((*installation)->folder());
  const auto backups = backup_keeper(*settings, database, clock);
  if (!backups) return Failure(backups.error());
  Api api(ApiParts{(*installation)->pack(), (*installation)->definitions(), **reader, writer, people,
                   passwords, throttle, live, clock,
                   ApiOptions{texts(*settings, "origins"), demo, meta_text((*installation)->pack(), demo),
                              hidden_pages((*installation)->pack()), (*installation)->folder().string(),
                              settings->value("second_factor", Json(false)) == true, *rates,
                              [&database, &backups] { return upkeep_gauges(database, backups->get()); }}},
          std::move(extra), std::move(extra_writes));
  auto server = Server::listen(options, api);
  if (!server) return Failure(server.error());
  live.take_turns_by([&server](std::function<void()> turn) { (*server)->post(std::move(turn)); });
  const std::string address = base_url(options, (*server)->port());
  std::cout << "listening on " << address << std::endl;
  if (auto printed = print_first_administrator(**installation, people, address); !printed) return printed;
  writer.start();
  (*signer)->start();
  if (*backups != nullptr) (*backups)->start();
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
    const auto served = serve(context, *listen);
    context.exit_code = served ? 0 : show(served.error());
  });
}

}  // namespace yellowsea::web
