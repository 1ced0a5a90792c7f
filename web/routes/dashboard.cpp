#include "web/routes/dashboard.hpp"

#include "engine/base/text.hpp"
#include "engine/service/record.hpp"
#include "engine/service/views.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

constexpr std::size_t max_section_items = 50;

std::vector<store::SortKey> sort_keys(const std::string& text) {
  std::vector<store::SortKey> keys;
  for (const std::string& part : split(text, ',')) {
    const bool descending = !part.empty() && part.front() == '-';
    keys.push_back({descending ? part.substr(1) : part, descending});
  }
  return keys;
}

store::ListQuery section_query(const DashboardSection& section, const Call& call) {
  store::ListQuery query;
  query.kind = section.kind;
  query.state = section.state;
  if (section.overdue) query.overdue_at = milliseconds(call.now);
  query.readers = tokens_of(call.caller);
  query.sort = sort_keys(section.sort);
  query.limit = max_section_items;
  for (const auto& [parameter, field] : section.filters) {
    const auto value = call.request.query_value(parameter);
    if (value && !value->empty()) query.fields.emplace_back(field, *value);
  }
  return query;
}

}  // namespace

std::optional<Response> read_dashboard(const ApiParts& parts, StoreRepository& repository, const Call& call) {
  if (call.segments != std::vector<std::string>{"dashboard"} || parts.pack.dashboard().empty())
    return std::nullopt;
  Json sections = Json::object();
  for (const DashboardSection& section : parts.pack.dashboard()) {
    const store::ListQuery query = section_query(section, call);
    const auto page = parts.reader.list(query);
    if (!page) return problem_response(page.error(), call.language);
    Json items = Json::array();
    for (const store::ItemRow& row : page->items)
      items.push_back(item_view(*repository.from_row(row), parts.pack, call.caller, call.now));
    sections[section.name] = Json{{"count", parts.reader.count(query)}, {"items", std::move(items)}};
  }
  return json_response(200, sections);
}

}  // namespace yellowsea::web
