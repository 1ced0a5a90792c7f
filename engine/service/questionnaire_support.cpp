// Which items the answers to a questionnaire support.
#include <algorithm>
#include <set>

#include "engine/service/audience.hpp"
#include "engine/service/identity.hpp"
#include "engine/service/questionnaires.hpp"
#include "engine/service/record.hpp"
#include "engine/service/references.hpp"

namespace yellowsea {
namespace {

Failure wrong_responses(const std::string& detail) {
  return Failure(Problem{ProblemCode::invalid,
                         "schema",
                         "the data do not fit",
                         {{"/responses", "response", detail}},
                         Json::object()});
}

machine::Actor actor_for(const Caller& caller) {
  return machine::Actor{caller.user, caller.role, caller.organisation};
}

}  // namespace

Result<std::vector<store::ResponseRow>> Questionnaires::chosen(std::int64_t questionnaire,
                                                               const std::vector<std::int64_t>& responses) {
  if (responses.empty()) return wrong_responses("choose at least one response");
  const std::set<std::int64_t> numbers(responses.begin(), responses.end());
  std::vector<store::ResponseRow> rows;
  for (const std::int64_t number : numbers) {
    const auto found = session_.responses(questionnaire, "", number - 1, 1);
    if (found.empty() || found.front().number != number || found.front().state == "draft")
      return wrong_responses("there is no response " + std::to_string(number));
    rows.push_back(found.front());
  }
  return rows;
}

Result<std::vector<Recorded>> Questionnaires::recount(Recorder& recorder, const Caller& caller,
                                                      const machine::Item& item, std::int64_t difference,
                                                      Instant now) {
  const Json before = item.fields.value(rules_.count_field, Json(0));
  const std::int64_t count = (before.is_number_integer() ? before.get<std::int64_t>() : 0) + difference;
  const machine::Command command{
      item.kind,          item.id,
      rules_.count_event, Json{{rules_.count_field, std::max<std::int64_t>(count, 0)}},
      actor_for(caller),  std::max(now, item.updated_at),
      std::nullopt};
  return recorder.execute(command, now);
}

Result<std::string> Questionnaires::support(Recorder& recorder, const Caller& caller, std::int64_t id,
                                            const std::vector<std::int64_t>& responses,
                                            const std::string& item, const Json& fields, Instant now,
                                            std::vector<Recorded>& published) {
  const auto row = own(caller, id);
  if (!row) return Failure(row.error());
  const auto rows = chosen(id, responses);
  if (!rows) return Failure(rows.error());
  std::string supported = item;
  Result<std::vector<Recorded>> recorded;
  if (item.empty()) {
    const auto definition = pack_.definition(rules_.item_kind);
    Json data = fields.is_object() ? fields : Json::object();
    data[rules_.within_field] = row->within;
    data[rules_.organisation_field] = row->organisation;
    data[rules_.count_field] = rows->size();
    if (auto errors = check_references(data_schema(*definition, "open"), data, pack_); !errors.empty())
      return Failure(
          Problem{ProblemCode::invalid, "schema", "the data do not fit", std::move(errors), Json::object()});
    supported = item_id_for(*definition, data, repository_);
    repository_.reset_order();
    recorded = recorder.execute(
        {rules_.item_kind, supported, "open", data, actor_for(caller), now, std::nullopt}, now);
  } else {
    const machine::ItemPtr there = repository_.find(rules_.item_kind, item);
    if (there == nullptr || !may_read(caller, *there) ||
        there->fields.value(rules_.organisation_field, Json()) != Json(row->organisation) ||
        there->fields.value(rules_.within_field, Json()) != Json(row->within))
      return fail(ProblemCode::not_found, "unknown_item", "there is no such " + rules_.item_kind);
    std::int64_t added = 0;
    for (const store::ResponseRow& one : *rows) {
      const auto before = session_.supported_by(one.id);
      if (std::none_of(before.begin(), before.end(), [&](const auto& each) { return each.item == item; }))
        ++added;
    }
    if (added > 0) recorded = recount(recorder, caller, *there, added, now);
  }
  if (!recorded) return Failure(recorded.error());
  published.insert(published.end(), recorded->begin(), recorded->end());
  for (const store::ResponseRow& one : *rows) session_.put_support({one.id, supported, milliseconds(now)});
  return supported;
}

Result<void> Questionnaires::withdraw_support(Recorder& recorder, const Caller& caller, std::int64_t id,
                                              std::int64_t response, const std::string& item, Instant now,
                                              std::vector<Recorded>& published) {
  const auto row = own(caller, id);
  if (!row) return Failure(row.error());
  const auto rows = chosen(id, {response});
  if (!rows) return Failure(rows.error());
  const auto supports = session_.supported_by(rows->front().id);
  const bool there =
      std::any_of(supports.begin(), supports.end(), [&](const auto& each) { return each.item == item; });
  const machine::ItemPtr supported = there ? repository_.find(rules_.item_kind, item) : nullptr;
  if (supported == nullptr) return fail(ProblemCode::not_found, "unknown_item", "it does not support that");
  const auto recorded = recount(recorder, caller, *supported, -1, now);
  if (!recorded) return Failure(recorded.error());
  published.insert(published.end(), recorded->begin(), recorded->end());
  session_.remove_support(rows->front().id, item);
  return {};
}

}  // namespace yellowsea
