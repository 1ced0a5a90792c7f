#include "web/routes/dashboard.hpp"

#include "engine/base/text.hpp"
#include "engine/service/organisation_names.hpp"
#include "engine/service/record.hpp"
#include "engine/service/views.hpp"
#include "web/routes/items_past.hpp"
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

store::ListQuery section_query(const DashboardSection& section, const Pack& pack, const Call& call) {
  store::ListQuery query;
  query.kind = section.kind;
  query.state = section.state;
  if (section.overdue) query.overdue_at = milliseconds(call.now);
  query.readers = tokens_of(call.caller);
  query.sort = sort_keys(section.sort);
  query.limit = max_section_items;
  for (const auto& [parameter, field] : section.filters) {
    const auto value = call.request.query_value(parameter);
    if (value && !value->empty())
      query.fields.emplace_back(field, filter_value(pack, section.kind, field, *value));
  }
  return query;
}

Json views_of(const std::vector<machine::ItemPtr>& items, const ApiParts& parts, const Call& call,
              Instant at) {
  Json views = Json::array();
  for (const machine::ItemPtr& item : items) {
    if (views.size() == max_section_items) break;
    views.push_back(item_view(*item, parts.pack, call.caller, at));
  }
  return views;
}

Result<Json> present_section(const ApiParts& parts, StoreRepository& repository,
                             const store::ListQuery& query, const Call& call) {
  const auto page = parts.reader.list(query);
  if (!page) return Failure(page.error());
  std::vector<machine::ItemPtr> items;
  for (const store::ItemRow& row : page->items) items.push_back(repository.from_row(row));
  return Json{{"count", parts.reader.count(query)}, {"items", views_of(items, parts, call, call.now)}};
}

Json past_section(const ApiParts& parts, Moment& moment, const store::ListQuery& query, const Call& call) {
  const auto items = past_items(moment, query, call.caller, parts.pack);
  return Json{{"count", items.size()}, {"items", views_of(items, parts, call, moment.at())}};
}

}  // namespace

std::optional<Response> read_dashboard(const ApiParts& parts, StoreRepository& repository, const Call& call) {
  if (call.segments != std::vector<std::string>{"dashboard"} || parts.pack.dashboard().empty())
    return std::nullopt;
  const auto past = past_asked_for(parts, call);
  if (!past) return problem_response(past.error(), call.language);
  Json sections = Json::object();
  for (const DashboardSection& section : parts.pack.dashboard()) {
    const store::ListQuery query = section_query(section, parts.pack, call);
    if (*past) {
      sections[section.name] = past_section(parts, **past, query, call);
      continue;
    }
    auto present = present_section(parts, repository, query, call);
    if (!present) return problem_response(present.error(), call.language);
    sections[section.name] = std::move(*present);
  }
  return json_response(200, sections);
}

}  // namespace yellowsea::web
