// What serve is told: limits of the server, how long the log of access is kept.
#include "web/cli/serve_settings.hpp"

#include <stdlib.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "engine/base/json_read.hpp"

namespace yellowsea::web {
namespace {

// --config with these members; gone at the end.
struct ConfigFile {
  explicit ConfigFile(const Json& settings) {
    char name[] = "/tmp/yellowsea-settings-XXXXXX";
    if (::mkdtemp(name) == nullptr) throw std::runtime_error("no folder");
    folder = name;
    std::ofstream(folder / "settings.json") << to_text(settings);
    context.config_file = (folder / "settings.json").string();
  }
  ~ConfigFile() { std::filesystem::remove_all(folder); }
  ConfigFile(const ConfigFile&) = delete;
  ConfigFile& operator=(const ConfigFile&) = delete;
  std::filesystem::path folder;
  CommandContext context{};
};

Result<ServeSettings> settings_of(const Json& settings) {
  const ConfigFile file(settings);
  const auto pack = load_pack(file.context);
  REQUIRE(pack);
  return read_serve_settings(file.context, **pack, "127.0.0.1:0");
}

}  // namespace

TEST_CASE("limits are those of the server unless the configuration says otherwise") {
  const auto usual = read_server_limits(Json());
  REQUIRE(usual);
  CHECK(usual->connections == ServerLimits().connections);
  const auto changed =
      read_server_limits({{"connections", 50}, {"header_deadline", 1500}, {"body_bytes", 2048}});
  REQUIRE(changed);
  CHECK(changed->connections == 50);
  CHECK(changed->header_deadline == std::chrono::milliseconds(1500));
  CHECK(changed->body_bytes == 2048);
  CHECK(changed->header_count == ServerLimits().header_count);
}

TEST_CASE("a limit has limits itself, and a misspelt one is told") {
  const auto good = [](const char* name, const Json& value) {
    return read_server_limits({{name, value}}).has_value();
  };
  for (const auto& [name, least, most] :
       {std::tuple{"header_bytes", 1024, 65'536}, std::tuple{"connections", 16, 65'536},
        std::tuple{"handler_deadline", 1000, 600'000}, std::tuple{"live_queue_messages", 64, 10'000}}) {
    CAPTURE(name);
    CHECK_FALSE(good(name, least - 1));
    CHECK(good(name, least));
    CHECK(good(name, most));
    CHECK_FALSE(good(name, most + 1));
    CHECK_FALSE(good(name, "many"));
  }
  CHECK_FALSE(good("header_byte", 2048));
  CHECK_FALSE(read_server_limits(Json::array()));
}

TEST_CASE("the log of access is kept for 90 to 36500 days, two years if nothing is said") {
  const auto days = [](const Json& value) {
    const auto settings = settings_of({{"access_log_days", value}});
    return settings
               ? std::chrono::duration_cast<std::chrono::hours>(settings->retention.access_log).count() / 24
               : 0;
  };
  CHECK(settings_of(Json::object())->retention.access_log == std::chrono::hours(24) * 730);
  CHECK(days(89) == 0);
  CHECK(days(90) == 90);
  CHECK(days(36'500) == 36'500);
  CHECK(days(36'501) == 0);
  CHECK(days("730") == 0);
}

TEST_CASE("a setting that is none is refused, and a log is named after the first public address") {
  CHECK(settings_of({{"acess_log_days", 730}}).error().detail.find("acess_log_days") != std::string::npos);
  CHECK(settings_of({{"origins", {"https://action.example", "https://b.example"}}})->new_ledger_origin() ==
        "action.example");
  CHECK(settings_of({{"origins", {"https://a.example"}}, {"ledger_origin", "log"}})->new_ledger_origin() ==
        "log");
  CHECK(settings_of(Json::object())->new_ledger_origin().empty());
}

}  // namespace yellowsea::web
