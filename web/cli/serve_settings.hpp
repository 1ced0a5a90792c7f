// What `yellowsea serve` is told by the pack's configuration and by --config, read into what the parts want;
// docs/serving.md says what there is. Plain values; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/service/backup_keeper.hpp"
#include "engine/service/retention.hpp"
#include "engine/service/witness_client.hpp"
#include "web/cli/context.hpp"
#include "web/routes/rate_limit.hpp"
#include "web/server/server.hpp"
#include "web/sign_on/provider.hpp"

namespace yellowsea::web {

struct ServeSettings {
  ServerOptions server{};
  std::string data_folder{};
  std::vector<std::string> origins{};
  RateRules rates{};
  bool second_factor = false;
  Retention retention{};
  std::optional<BackupPlan> backups{};  // none: nobody makes any
  std::vector<Provider> providers{};
  std::string ledger_origin{};  // as configured, "" if not
  std::vector<WitnessAddress> witnesses{};

  // What a new log is called: as configured, or by the first public address, or "".
  std::string new_ledger_origin() const;
};

// `listen` of the command line counts before the configuration's. Errors: malformed (configuration), naming
// the setting.
Result<ServeSettings> read_serve_settings(const CommandContext& context, const Pack& pack,
                                          const std::string& listen);

// Of the configuration's "limits". Errors: malformed (configuration).
Result<ServerLimits> read_server_limits(const Json& settings);

}  // namespace yellowsea::web
