#include "web/routes/live_request.hpp"

#include <algorithm>

#include "engine/base/json_read.hpp"

namespace yellowsea::web {

std::optional<LiveRequest> read_live_request(std::string_view text) {
  const auto message = read_json(text);
  if (!message || !message->is_object()) return std::nullopt;
  LiveRequest request;
  const Json subscribe = message->value("subscribe", Json::object());
  if (!subscribe.is_object()) return std::nullopt;
  for (const auto& [name, value] : subscribe.items()) {
    if (value.is_null()) continue;
    if (!value.is_string()) return std::nullopt;
    (name == "kind" ? request.filter.kind : request.filter.parameters[name]) = value.get<std::string>();
  }
  const Json since = message->value("since", Json(nullptr));
  if (since.is_null()) return request;
  if (!since.is_number_integer()) return std::nullopt;
  request.since = std::max<std::int64_t>(0, since.get<std::int64_t>());
  return request;
}

}  // namespace yellowsea::web
