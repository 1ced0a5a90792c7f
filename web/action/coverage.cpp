#include "web/action/coverage.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "engine/service/views.hpp"
#include "web/routes/respond.hpp"

namespace yellowsea::web {
namespace {

// What the matrix is made of, from the pack.
struct Shape {
  std::string report;
  std::string plan;
  std::string cities;
  std::string round_field;
  std::string report_field;
  std::string city_field;
  std::vector<std::string> report_states;
  std::string answered_tag;
  std::string left_out_tag;
};

std::optional<Shape> shape_of(const Pack& pack) {
  const Json& json = pack.configuration("coverage");
  if (!json.is_object()) return std::nullopt;
  const auto text = [&](const char* name) { return json.value(name, std::string()); };
  Shape shape{text("report"),
              text("plan"),
              text("cities"),
              text("round_field"),
              text("report_field"),
              text("city_field"),
              json.value("report_states", std::vector<std::string>{}),
              text("answered_tag"),
              text("left_out_tag")};
  if (pack.definition(shape.report) == nullptr || pack.definition(shape.plan) == nullptr) return std::nullopt;
  return shape;
}

std::string name_of(const Pack& pack, const std::string& organisation) {
  for (const Organisation& one : pack.organisations()) {
    if (one.id == organisation) return title_in(one.json.value("names", Json::object()), "en", organisation);
  }
  return organisation;
}

using Plans = std::map<std::pair<std::string, std::string>, machine::ItemPtr>;  // by report and city

Json row_of(const machine::Item& report, const Shape& shape, const Plans& plans, const Caller& caller,
            int& gaps, std::set<std::string>& cities) {
  Json cells = Json::object();
  for (const Json& city : report.fields.value(shape.cities, Json::array())) {
    const std::string id = city.get<std::string>();
    cities.insert(id);
    const auto found = plans.find({report.id, id});
    const bool there = found != plans.end() && !found->second->has_tag(shape.left_out_tag);
    const bool answered = there && found->second->has_tag(shape.answered_tag);
    if (!answered) ++gaps;
    // That a plan exists and whether it answers is what the matrix is for; what state it is in only its
    // readers see.
    if (!there) {
      cells[id] = nullptr;
    } else {
      const bool readable = may_read(caller, *found->second);
      cells[id] = Json{{"plan", found->second->id},
                       {"state", readable ? machine::state_value(*found->second) : Json(nullptr)},
                       {"answered", answered}};
    }
  }
  return Json{{"report", report.id}, {"cells", std::move(cells)}};
}

}  // namespace

std::optional<Response> read_coverage(const ApiParts& parts, StoreRepository& repository, const Call& call) {
  if (call.segments != std::vector<std::string>{"coverage"}) return std::nullopt;
  const auto shape = shape_of(parts.pack);
  if (!shape) return std::nullopt;
  const auto round = call.request.query_value("round");
  if (!round || round->empty()) {
    return problem_response({ProblemCode::malformed,
                             "parameter",
                             "'round' is missing: the id of a round",
                             {},
                             Json{{"parameter", "round"}}},
                            call.language);
  }
  const std::vector<machine::FieldMatch> of_round{{shape->round_field, {Json(*round)}}};
  Plans plans;
  for (const machine::ItemPtr& plan : repository.select(shape->plan, of_round)) {
    const auto text = [&](const std::string& field) { return plan->fields.value(field, std::string()); };
    plans[{text(shape->report_field), text(shape->city_field)}] = plan;
  }
  int gaps = 0;
  std::set<std::string> cities;
  Json rows = Json::array();
  for (const machine::ItemPtr& report : repository.select(shape->report, of_round)) {
    const bool wanted = std::any_of(shape->report_states.begin(), shape->report_states.end(),
                                    [&](const auto& state) { return report->in_state(state); });
    if (wanted && may_read(call.caller, *report))
      rows.push_back(row_of(*report, *shape, plans, call.caller, gaps, cities));
  }
  std::vector<std::string> ordered(cities.begin(), cities.end());
  std::sort(ordered.begin(), ordered.end(), [&](const auto& left, const auto& right) {
    return name_of(parts.pack, left) < name_of(parts.pack, right);
  });
  return json_response(200, Json{{"cities", ordered}, {"rows", std::move(rows)}, {"gaps", gaps}});
}

}  // namespace yellowsea::web
