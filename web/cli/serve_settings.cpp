#include "web/cli/serve_settings.hpp"

#include <algorithm>

#include "engine/base/json_members.hpp"
#include "engine/base/json_read.hpp"
#include "web/cli/listen_address.hpp"

namespace yellowsea::web {
namespace {

constexpr std::int64_t kAccessLogDays = 730;

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
    static const std::vector<std::string> known{
        "access_log_days", "backups", "data", "languages",       "ledger_origin",
        "limits",          "listen",  "name", "origins",         "rates",
        "second_factor",   "sign_on", "tls",  "trusted_proxies", "witnesses"};
    if (std::find(known.begin(), known.end(), name) == known.end())
      return wrong(context.config_file, "'" + name + "' is no setting");
    settings[name] = value;
  }
  return settings;
}

// {"certificate": FILE, "key": FILE}, both or none.
Result<void> read_tls(const Json& settings, ServerOptions& options) {
  const Json tls = settings.value("tls", Json());
  if (tls.is_null()) return {};
  options.certificate = text_member(tls, "certificate");
  options.private_key = text_member(tls, "key");
  if (options.certificate.empty() || options.private_key.empty() || tls.size() != 2)
    return wrong("tls", "must be {\"certificate\": FILE, \"key\": FILE}");
  return {};
}

bool is_organisation(const Pack& pack, const std::string& id) {
  const auto& all = pack.organisations();
  return std::any_of(all.begin(), all.end(), [&](const Organisation& each) { return each.id == id; });
}

// [{"url", "vkey", "organisation"}]: who is asked to cosign the log's checkpoints.
Result<std::vector<WitnessAddress>> read_witnesses(const Json& list, const Pack& pack) {
  std::vector<WitnessAddress> witnesses;
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

// How long lines of the log of access are kept.
Result<Retention> read_retention(const Json& days) {
  const bool good = days.is_number_integer() && days.get<std::int64_t>() >= kFewestAccessLogDays &&
                    days.get<std::int64_t>() <= kMostAccessLogDays;
  if (!good) return wrong("access_log_days", "must be a whole number from 90 to 36500");
  return Retention{std::chrono::hours(24) * days.get<std::int64_t>()};
}

struct Limit {
  const char* name;
  std::int64_t least;
  std::int64_t most;
  void (*set)(ServerLimits&, std::int64_t);
};

template <auto Member>
void set_limit(ServerLimits& limits, std::int64_t value) {
  auto& limit = limits.*Member;
  if constexpr (std::is_integral_v<std::remove_reference_t<decltype(limit)>>) {
    limit = static_cast<std::remove_reference_t<decltype(limit)>>(value);
  } else {
    limit = std::chrono::milliseconds(value);
  }
}

// Deadlines in milliseconds.
constexpr std::int64_t kMinute = 60'000;
constexpr Limit kLimits[] = {
    {"body_bytes", 1024, 16 << 20, set_limit<&ServerLimits::body_bytes>},
    {"body_deadline", 1000, 10 * kMinute, set_limit<&ServerLimits::body_deadline>},
    {"connection_lifetime", 1000, 1440 * kMinute, set_limit<&ServerLimits::connection_lifetime>},
    {"connections", 16, 65'536, set_limit<&ServerLimits::connections>},
    {"connections_per_address", 1, 65'536, set_limit<&ServerLimits::connections_per_address>},
    {"handler_deadline", 1000, 10 * kMinute, set_limit<&ServerLimits::handler_deadline>},
    {"header_bytes", 1024, 65'536, set_limit<&ServerLimits::header_bytes>},
    {"header_count", 16, 1000, set_limit<&ServerLimits::header_count>},
    {"header_deadline", 1000, 10 * kMinute, set_limit<&ServerLimits::header_deadline>},
    {"idle_deadline", 1000, 10 * kMinute, set_limit<&ServerLimits::idle_deadline>},
    {"live_drop", 1000, 60 * kMinute, set_limit<&ServerLimits::live_drop>},
    {"live_in_bytes", 1024, 1 << 20, set_limit<&ServerLimits::live_in_bytes>},
    {"live_ping", 1000, 60 * kMinute, set_limit<&ServerLimits::live_ping>},
    {"live_queue_bytes", 65'536, 16 << 20, set_limit<&ServerLimits::live_queue_bytes>},
    {"live_queue_messages", 64, 10'000, set_limit<&ServerLimits::live_queue_messages>},
    {"requests_per_connection", 1, 1'000'000, set_limit<&ServerLimits::requests_per_connection>},
    {"target_bytes", 256, 16'384, set_limit<&ServerLimits::target_bytes>},
    {"tls_deadline", 1000, kMinute, set_limit<&ServerLimits::tls_deadline>},
    {"write_deadline", 1000, 10 * kMinute, set_limit<&ServerLimits::write_deadline>},
};

}  // namespace

Result<ServerLimits> read_server_limits(const Json& settings) {
  ServerLimits limits;
  if (settings.is_null()) return limits;
  if (!settings.is_object()) return wrong("limits", "must be an object");
  for (const auto& [name, value] : settings.items()) {
    const auto* limit = std::find_if(std::begin(kLimits), std::end(kLimits),
                                     [&name = name](const Limit& one) { return name == one.name; });
    if (limit == std::end(kLimits)) return wrong("limits/" + name, "is no limit");
    if (!value.is_number_integer() || value.get<std::int64_t>() < limit->least ||
        value.get<std::int64_t>() > limit->most) {
      return wrong("limits/" + name, "must be a whole number from " + std::to_string(limit->least) + " to " +
                                         std::to_string(limit->most));
    }
    limit->set(limits, value.get<std::int64_t>());
  }
  return limits;
}

std::string ServeSettings::new_ledger_origin() const {
  if (!ledger_origin.empty() || origins.empty()) return ledger_origin;
  const std::size_t host = origins.front().find("://");
  return host == std::string::npos ? origins.front() : origins.front().substr(host + 3);
}

Result<ServeSettings> read_serve_settings(const CommandContext& context, const Pack& pack,
                                          const std::string& listen) {
  const auto json = configuration(context, pack);
  if (!json) return Failure(json.error());
  ServeSettings settings;
  settings.data_folder = json->value("data", std::string("var/yellowsea"));
  settings.origins = texts_member(*json, "origins");
  settings.second_factor = flag_member(*json, "second_factor");
  settings.ledger_origin = text_member(*json, "ledger_origin");
  settings.server.trusted_proxies = texts_member(*json, "trusted_proxies");
  const std::string address = listen.empty() ? json->value("listen", std::string("127.0.0.1:8080")) : listen;
  if (auto read = read_listen(address, settings.server); !read) return Failure(read.error());
  if (auto read = read_tls(*json, settings.server); !read) return Failure(read.error());
  auto limits = read_server_limits(json->value("limits", Json()));
  if (!limits) return Failure(limits.error());
  settings.server.limits = *limits;
  auto rates = read_rate_rules(json->value("rates", Json()));
  if (!rates) return Failure(rates.error());
  settings.rates = *rates;
  auto retention = read_retention(json->value("access_log_days", Json(kAccessLogDays)));
  if (!retention) return Failure(retention.error());
  settings.retention = *retention;
  auto backups = read_backup_plan(json->value("backups", Json()));
  if (!backups) return Failure(backups.error());
  settings.backups = std::move(*backups);
  auto providers = read_providers(json->value("sign_on", Json()), read_file);
  if (!providers) return Failure(providers.error());
  settings.providers = std::move(*providers);
  auto witnesses = read_witnesses(json->value("witnesses", Json::array()), pack);
  if (!witnesses) return Failure(witnesses.error());
  settings.witnesses = std::move(*witnesses);
  return settings;
}

}  // namespace yellowsea::web
