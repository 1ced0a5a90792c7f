#include "web/routes/system.hpp"

#include "engine/service/views.hpp"
#include "web/routes/openapi.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

Response plain(const std::string& text, const std::string& type = "text/plain; charset=utf-8") {
  return Response{200, {{"content-type", type}, {"cache-control", "no-store"}}, text, {}};
}

std::string metrics(const ApiParts& parts) {
  std::string text;
  const auto gauge = [&](const std::string& name, const std::string& help, std::int64_t value) {
    text += "# HELP " + name + " " + help + "\n# TYPE " + name + " gauge\n" + name + " " +
            std::to_string(value) + "\n";
  };
  gauge("yellowsea_events", "Accepted events in the ledger", parts.reader.last_seq());
  gauge("yellowsea_items", "Items ever made", parts.reader.last_item_order());
  gauge("yellowsea_live_clients", "Open live streams", static_cast<std::int64_t>(parts.live.clients()));
  if (parts.options.more_gauges) {
    for (const Gauge& more : parts.options.more_gauges()) gauge(more.name, more.help, more.value);
  }
  return text;
}

}  // namespace

std::optional<Response> read_system(const ApiParts& parts, const Call& call) {
  const std::string& path = call.request.path;
  if (path == "/healthz") return plain("ok\n");
  if (path == "/readyz") return plain("ready\n");
  if (path == "/metrics") return plain(metrics(parts), "text/plain; version=0.0.4; charset=utf-8");
  if (path == "/openapi.json") return json_response(200, openapi(parts.pack));
  // In one language it is answered by meta.hpp.
  if (path == "/api/v1/meta" && !call.request.query_value("language")) {
    return Response{
        200, {{"content-type", "application/json"}, {"cache-control", "no-cache"}}, parts.options.meta, {}};
  }
  return std::nullopt;
}

}  // namespace yellowsea::web
