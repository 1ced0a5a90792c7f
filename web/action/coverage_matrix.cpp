#include "web/action/coverage_matrix.hpp"

#include <algorithm>

#include "engine/service/audience.hpp"
#include "engine/service/views.hpp"

namespace yellowsea::web {
namespace {

using Pair = std::pair<std::string, std::string>;  // report and city

std::string text_field(const machine::Item& item, const std::string& field) {
  const auto value = item.fields.find(field);
  return value != item.fields.end() && value->is_string() ? value->get<std::string>() : "";
}

std::string english_name(const Pack& pack, const std::string& organisation) {
  for (const Organisation& one : pack.organisations()) {
    if (one.id == organisation) return title_in(one.json.value("names", Json::object()), "en", organisation);
  }
  return organisation;
}

std::map<Pair, machine::ItemPtr> plans_of(const CoverageShape& shape, const CoverageQuery& query,
                                          const ItemSource& source) {
  std::map<Pair, machine::ItemPtr> plans;
  for (const machine::ItemPtr& plan : source(shape.plan, {{shape.round_field, {Json(query.round)}}}))
    plans[{text_field(*plan, shape.report_field), text_field(*plan, shape.city_field)}] = plan;
  return plans;
}

std::set<Pair> published_gaps(const CoverageShape& shape, const CoverageQuery& query, const Caller& caller,
                              const ItemSource& source) {
  std::set<Pair> gaps;
  if (shape.published_kind.empty()) return gaps;
  for (const machine::ItemPtr& round : source(shape.published_kind, {{"id", {Json(query.round)}}})) {
    if (!may_read(caller, *round)) continue;
    for (const Json& gap : round->fields.value(shape.published_field, Json::array())) {
      if (gap.is_object())
        gaps.emplace(gap.value(shape.report_field, std::string()),
                     gap.value(shape.city_field, std::string()));
    }
  }
  return gaps;
}

bool in_one_of(const machine::Item& item, const std::vector<std::string>& states) {
  return std::any_of(states.begin(), states.end(), [&](const auto& state) { return item.in_state(state); });
}

bool report_wanted(const machine::Item& report, const CoverageShape& shape, const CoverageQuery& query,
                   const Caller& caller) {
  if (!in_one_of(report, shape.report_states) || !may_read(caller, report)) return false;
  return std::all_of(query.reports.begin(), query.reports.end(),
                     [&](const auto& wanted) { return text_field(report, wanted.first) == wanted.second; });
}

bool cell_wanted(const CoverageCell& cell, const CoverageQuery& query) {
  if (!query.city.empty() && cell.city != query.city) return false;
  if (query.gaps_only && cell.answered) return false;
  return query.state.empty() || (cell.readable && cell.plan->in_state(query.state));
}

CoverageCell cell_of(const std::string& city, const machine::ItemPtr& plan, const CoverageShape& shape,
                     const Caller& caller) {
  CoverageCell cell{city, plan, false, false, false, ""};
  if (plan == nullptr || plan->has_tag(shape.left_out_tag)) {
    cell.plan = nullptr;
    return cell;
  }
  cell.answered = plan->has_tag(shape.answered_tag);
  cell.readable = may_read(caller, *plan);
  if (cell.readable && in_one_of(*plan, shape.refused_states))
    cell.reason = text_field(*plan, shape.reason_field);
  return cell;
}

}  // namespace

std::optional<CoverageShape> coverage_shape(const Pack& pack) {
  const Json& json = pack.configuration("coverage");
  if (!json.is_object()) return std::nullopt;
  const auto text = [&](const char* name) { return json.value(name, std::string()); };
  const auto texts = [&](const char* name) { return json.value(name, std::vector<std::string>{}); };
  const Json published = json.value("published", Json::object());
  CoverageShape shape{text("report"),
                      text("plan"),
                      text("cities"),
                      text("title_field"),
                      json.value("filters", std::map<std::string, std::string>{}),
                      text("round_field"),
                      text("report_field"),
                      text("city_field"),
                      texts("report_states"),
                      text("answered_tag"),
                      text("left_out_tag"),
                      texts("refused_states"),
                      text("reason_field"),
                      published.value("kind", std::string()),
                      published.value("field", std::string())};
  if (pack.definition(shape.report) == nullptr || pack.definition(shape.plan) == nullptr) return std::nullopt;
  return shape;
}

CoverageMatrix coverage_matrix(const CoverageShape& shape, const CoverageQuery& query, const Pack& pack,
                               const Caller& caller, const ItemSource& source) {
  const auto plans = plans_of(shape, query, source);
  const auto published = published_gaps(shape, query, caller, source);
  CoverageMatrix matrix;
  for (const machine::ItemPtr& report : source(shape.report, {{shape.round_field, {Json(query.round)}}})) {
    if (!report_wanted(*report, shape, query, caller)) continue;
    CoverageRow row{report, {}};
    for (const Json& city : report->fields.value(shape.cities, Json::array())) {
      if (!city.is_string()) continue;
      const Pair key{report->id, city.get<std::string>()};
      const auto plan = plans.find(key);
      CoverageCell cell = cell_of(key.second, plan == plans.end() ? nullptr : plan->second, shape, caller);
      cell.published = !cell.answered && published.contains(key);
      if (!cell_wanted(cell, query)) continue;
      for (CoverageCount* count : {&matrix.all, &matrix.by_city[cell.city]}) {
        ++count->cells;
        if (cell.answered) ++count->answered;
      }
      row.cells.push_back(std::move(cell));
    }
    const bool everything = query.city.empty() && query.state.empty() && !query.gaps_only;
    if (everything || !row.cells.empty()) matrix.rows.push_back(std::move(row));
  }
  for (const auto& [city, count] : matrix.by_city) matrix.cities.push_back(city);
  std::sort(matrix.cities.begin(), matrix.cities.end(), [&](const auto& left, const auto& right) {
    return english_name(pack, left) < english_name(pack, right);
  });
  return matrix;
}

}  // namespace yellowsea::web
