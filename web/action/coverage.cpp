#include "web/action/coverage.hpp"

#include <algorithm>

#include "engine/base/table_text.hpp"
#include "engine/service/organisation_names.hpp"
#include "engine/service/views.hpp"
#include "web/action/coverage_matrix.hpp"
#include "web/routes/items.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

Failure bad_parameter(const std::string& name, const std::string& why) {
  return Failure(
      Problem{ProblemCode::malformed, "parameter", "'" + name + "' " + why, {}, Json{{"parameter", name}}});
}

Result<CoverageQuery> query_of(const CoverageShape& shape, const Pack& pack, const Call& call) {
  const auto value = [&](const std::string& name) { return call.request.query_value(name).value_or(""); };
  CoverageQuery query;
  query.round = value("round");
  if (query.round.empty()) return bad_parameter("round", "is missing: the id of a round");
  const std::string city = value("city");
  if (!city.empty()) query.city = organisation_called(pack, city).value_or(city);
  query.state = value("state");
  const std::string gaps = value("gaps");
  if (!gaps.empty() && gaps != "true" && gaps != "false")
    return bad_parameter("gaps", "must be true or false");
  query.gaps_only = gaps == "true";
  for (const auto& [parameter, field] : shape.filters) {
    if (const std::string wanted = value(parameter); !wanted.empty())
      query.reports.emplace_back(field, wanted);
  }
  return query;
}

Result<CoverageMatrix> matrix_of(const CoverageShape& shape, const ApiParts& parts,
                                 StoreRepository& repository, const Call& call) {
  const auto query = query_of(shape, parts.pack, call);
  if (!query) return Failure(query.error());
  const auto past = past_asked_for(parts, call);
  if (!past) return Failure(past.error());
  if (!shape.published_kind.empty()) {
    const machine::ItemPtr round = *past == nullptr ? repository.find(shape.published_kind, query->round)
                                                    : (*past)->find(shape.published_kind, query->round);
    if (round == nullptr || !may_read(call.caller, *round)) return Failure(unknown_item());
  }
  const ItemSource source = [&](const std::string& kind, const std::vector<machine::FieldMatch>& wanted) {
    if (*past == nullptr) return repository.select(kind, wanted);
    std::vector<machine::ItemPtr> found;
    for (const machine::ItemPtr& item : (*past)->items(kind)) {
      if (machine::matches(*item, wanted)) found.push_back(item);
    }
    return found;
  };
  return coverage_matrix(shape, *query, parts.pack, call.caller, source);
}

Json count_view(const CoverageCount& count) {
  return Json{{"cells", count.cells}, {"answered", count.answered}, {"gaps", count.gaps()}};
}

Json cell_view(const CoverageCell& cell) {
  // What state a plan is in only its readers see.
  Json view{{"plan", cell.plan->id},
            {"state", cell.readable ? machine::state_value(*cell.plan) : Json(nullptr)},
            {"answered", cell.answered}};
  if (!cell.reason.empty()) view["reason"] = cell.reason;
  if (cell.published) view["published"] = true;
  return view;
}

Response as_json(const CoverageMatrix& matrix) {
  Json rows = Json::array();
  for (const CoverageRow& row : matrix.rows) {
    Json cells = Json::object();
    for (const CoverageCell& cell : row.cells)
      cells[cell.city] = cell.plan == nullptr ? Json(nullptr) : cell_view(cell);
    rows.push_back(Json{{"report", row.report->id}, {"cells", std::move(cells)}});
  }
  Json cities = Json::object();
  for (const auto& [city, count] : matrix.by_city) cities[city] = count_view(count);
  Json totals = count_view(matrix.all);
  totals["reports"] = matrix.rows.size();
  totals["cities"] = std::move(cities);
  return json_response(200, Json{{"cities", matrix.cities},
                                 {"rows", std::move(rows)},
                                 {"gaps", matrix.all.gaps()},
                                 {"totals", std::move(totals)}});
}

std::string organisation_title(const Pack& pack, const std::string& id, const std::string& language) {
  for (const Organisation& one : pack.organisations()) {
    if (one.id == id) return title_in(one.json.value("names", Json::object()), language, id);
  }
  return id;
}

// The innermost active state that has a title.
std::string state_title(const machine::Item& item, const std::string& language) {
  std::string title;
  for (const auto index : item.active) {
    const auto& state = item.definition->state(index);
    if (!state.meta.is_object()) continue;
    if (std::string own = title_in(state.meta.value("title", Json::object()), language, ""); !own.empty())
      title = std::move(own);
  }
  return title;
}

Response as_csv(const CoverageMatrix& matrix, const CoverageShape& shape, const Pack& pack,
                const Call& call) {
  const std::string language = call.request.query_value("lang").value_or(call.language);
  std::string csv = csv_record({"report", "title", "city", "city_name", "plan", "state", "state_title",
                                "answered", "published_gap", "reason"});
  for (const CoverageRow& row : matrix.rows) {
    const Json title = row.report->fields.value(shape.title_field, Json(""));
    std::vector<CoverageCell> cells = row.cells;
    const auto place = [&](const CoverageCell& cell) {
      return std::find(matrix.cities.begin(), matrix.cities.end(), cell.city);
    };
    std::sort(cells.begin(), cells.end(),
              [&](const auto& left, const auto& right) { return place(left) < place(right); });
    for (const CoverageCell& cell : cells) {
      const bool known = cell.plan != nullptr && cell.readable;
      const auto paths = known ? machine::configuration(*cell.plan) : std::vector<std::string>{};
      csv += csv_record({row.report->id, title.is_string() ? title.get<std::string>() : "", cell.city,
                         organisation_title(pack, cell.city, language), cell.plan ? cell.plan->id : "",
                         paths.empty() ? "" : paths.front(), known ? state_title(*cell.plan, language) : "",
                         cell.answered ? "true" : "false", cell.published ? "true" : "false", cell.reason});
    }
  }
  return Response{200,
                  {{"content-type", "text/csv; charset=utf-8; header=present"},
                   {"content-disposition", "attachment; filename=\"coverage.csv\""},
                   {"x-content-type-options", "nosniff"},
                   {"cache-control", "no-store"}},
                  csv,
                  {}};
}

}  // namespace

std::optional<Response> read_coverage(const ApiParts& parts, StoreRepository& repository, const Call& call) {
  const bool table = call.segments == std::vector<std::string>{"coverage.csv"};
  if (!table && call.segments != std::vector<std::string>{"coverage"}) return std::nullopt;
  const auto shape = coverage_shape(parts.pack);
  if (!shape) return std::nullopt;
  const auto matrix = matrix_of(*shape, parts, repository, call);
  if (!matrix) return problem_response(matrix.error(), call.language);
  return table ? as_csv(*matrix, *shape, parts.pack, call) : as_json(*matrix);
}

}  // namespace yellowsea::web
